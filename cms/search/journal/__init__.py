"""What visitors look for, counted by day: who asked, and when within the day, is never known."""
