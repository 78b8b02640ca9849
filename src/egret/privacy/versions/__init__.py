"""The policy's versions: what each said, what changed between them, and who was told."""
