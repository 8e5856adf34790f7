"""All text of the window: formats, messages by code, and languages."""
