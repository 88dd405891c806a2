"""Pages that belong to no package, or to several."""
