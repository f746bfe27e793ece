"""The JSON API: the same records, searches, changes, sources and runs as the pages, for programs; described by OpenAPI."""
