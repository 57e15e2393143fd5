"""The protocol: edits, the register rule and what a record shows; it knows no framework and no database."""
