"""The consent ledger: what each person was asked, said, took back and was told, as it happened."""
