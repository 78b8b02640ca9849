"""Meetings: a link, who joins it, and who was there."""
