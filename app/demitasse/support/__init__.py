"""The ground under everything: clock, paths, log, secrets' clothing."""
