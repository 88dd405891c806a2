"""Mail as a way in: one message becomes a need, an addition to one, or is dropped where everybody can see it."""
