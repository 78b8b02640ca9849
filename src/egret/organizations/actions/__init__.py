"""What changes organisations, one file per subject."""
