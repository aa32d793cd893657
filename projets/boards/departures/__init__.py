"""People leave, work stays: an account is closed at once, and what it held is handed over line by line."""
