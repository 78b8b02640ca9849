"""People: signing up and in by phone, the policy they accepted, their sessions."""
