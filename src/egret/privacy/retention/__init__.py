"""What retention could not delete, and which rules keep something longer (C61, C62)."""
