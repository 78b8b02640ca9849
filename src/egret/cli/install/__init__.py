"""Bringing a clone to where it can start. Standard library only: it runs before anything is installed."""
