"""What every domain stands on, and no domain in it."""
