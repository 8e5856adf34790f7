"""The settings page and the table it is built from."""
