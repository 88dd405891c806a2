"""Segmented search text for Chinese."""

from django.db import models


class SearchTextField(models.TextField):
    """Tokens for search."""
