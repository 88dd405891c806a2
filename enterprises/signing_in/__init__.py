"""Signing in: by which names, how often, with what second factor, in which sessions, through which other houses."""
