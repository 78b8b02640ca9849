"""Who leads a meeting, who may do what in it, who waits at its door: ADR 0011."""
