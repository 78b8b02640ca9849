"""The audit log: privileged acts and each access to another's data, in a tree that shows every later change (C55)."""
