"""SQLite and all SQL: entries, the catalogue, and the outbox."""
