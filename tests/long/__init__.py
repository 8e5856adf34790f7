"""What takes long: `python3 bootstrap.py long` prints its figures."""
