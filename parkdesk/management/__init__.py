"""Commands that compose the packages."""
