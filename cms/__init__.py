"""The shop window: pages that editors write."""
