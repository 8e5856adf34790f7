"""The day page: the timer, the entries of one day, and the sync status."""
