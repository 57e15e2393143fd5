"""XLSForm to published form: what a phone can open, and what the server knows of its questions."""
