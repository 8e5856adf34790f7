"""Clock, paths, locks, the log, and secrets."""
