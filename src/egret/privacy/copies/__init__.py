"""A copy of everything about a person, and taking it to another installation (C56, C67, C73). docs/copy-format.md."""
