"""SQLite and all SQL: what is tracked, what can be booked, what still has to be sent."""
