"""The command line: what a person can do, from a terminal. Never imports Qt."""
