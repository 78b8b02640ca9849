"""Files given out as one ZIP, and a person's whole space as a copy to keep (C56)."""
