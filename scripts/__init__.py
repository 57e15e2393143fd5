"""What the Makefile calls: set up, build, generate, verify."""
