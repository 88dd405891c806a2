"""Needs for other systems: REST under /api/v1/ with keys, described in /api/v1/openapi.json."""
