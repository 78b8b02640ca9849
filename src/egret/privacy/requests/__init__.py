"""What people ask about their data, who answers, and by when."""
