"""The archive as an HTTP service: what is shown to people and to other systems."""
