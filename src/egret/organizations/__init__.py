"""Organisations: departments, groups, membership, and who answers for whose data."""
