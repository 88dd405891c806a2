"""Notices to firms, and short forms that they fill in."""
