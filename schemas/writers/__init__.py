"""The writing sides of formats that need more than one room; the formats themselves are in schemas/formats."""
