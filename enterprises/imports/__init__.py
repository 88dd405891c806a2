"""Bringing the directory in by the browser: look at the columns, check, preview, write, take back."""
