"""Forms of pages that join packages."""
