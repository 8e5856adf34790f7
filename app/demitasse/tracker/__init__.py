"""What a person can do. One call is one transaction: when it returns, it is on disk."""
