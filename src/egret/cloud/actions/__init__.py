"""Writes of the drive."""
