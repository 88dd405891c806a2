"""Recommendation by election and self-nomination (推选＋自荐): from the plan to the seats (council.md 1)."""
