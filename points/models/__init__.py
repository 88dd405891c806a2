"""Points: one file a noun."""
