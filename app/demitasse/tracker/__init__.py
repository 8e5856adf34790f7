"""What a person can do. One call is one transaction: when it returns, it is on disk; if it raises, nothing has changed.

Every call may raise LocalFault, for the disk or the database.
"""
