"""Meetings set for a time: when, with whom, and what a calendar app is told."""
