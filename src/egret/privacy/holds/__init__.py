"""Holds: what a complaint, a court or a regulator needs is kept beyond its period, until it is released (C63)."""
