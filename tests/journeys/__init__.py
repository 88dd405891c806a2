"""Whole ways through the running house, in a real browser."""
