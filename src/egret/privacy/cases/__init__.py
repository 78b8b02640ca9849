"""Why staff looked at somebody's data: a case with its subject, its reason and its end (C52)."""
