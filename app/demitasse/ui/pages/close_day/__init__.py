"""The page that closes a day, one question after the other."""
