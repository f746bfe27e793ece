"""What the reading sides of the formats are made of and share: statements of a source to parts of a record; no files."""
