"""A record as fields of MARC 21, one room a theme: record.py puts them together, iso2709.py and slim.py set them down."""
