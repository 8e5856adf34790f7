"""Everything the window says: formats, messages by code, and languages."""
