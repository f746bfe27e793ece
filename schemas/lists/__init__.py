"""Reading lists as values: their shape, tables that they are made from and written to, citations; nothing is stored here."""
