"""Erasure of a person: ordered, with a grace period, carried out to the last copy, certified (C69, C72)."""
