"""Needs: heard, sorted, done, judged."""
