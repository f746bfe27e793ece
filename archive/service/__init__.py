"""The archive as a service: pages for people, an API and feeds for programs; read-only, and made by create_app alone."""
