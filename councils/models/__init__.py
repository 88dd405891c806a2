"""Park councils: one file a noun."""
