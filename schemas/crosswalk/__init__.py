"""What several formats say alike: wording, addresses, dates and XML text; the formats are in schemas/formats."""
