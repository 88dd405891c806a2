"""Open311 GeoReport v2 (docs/adr/0015): services, requests and their state, JSON and XML."""
