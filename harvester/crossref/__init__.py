"""Crossref's REST interface: addresses from words, the walk through works and lists of them, and its replay."""
