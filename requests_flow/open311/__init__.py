"""Open311 GeoReport v2 (docs/adr/api-open311-and-whose-needs.md): services, requests and their state, JSON and XML."""
