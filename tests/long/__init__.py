"""The random tests with many seeds: `python3 bootstrap.py long`."""
