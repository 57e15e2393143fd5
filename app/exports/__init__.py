"""What leaves Baraza as files: one writer a format."""
