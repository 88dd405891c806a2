"""Forms of points: they clean what was typed and save nothing (style 19)."""
