"""The floor that all packages stand on: trail, steps, notices, working-day clock, files, search text, PDF."""
