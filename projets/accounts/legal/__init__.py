"""What the instance says of itself to everybody: who publishes and hosts it, its declarations, its announcements."""
