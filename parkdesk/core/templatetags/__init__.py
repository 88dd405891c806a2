"""Template tags that every package may use."""
