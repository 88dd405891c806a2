"""Backup and restore: the whole house in one file that both databases can read (docs/operations.md)."""
