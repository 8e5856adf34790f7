"""The entry editor: its form, its preview of the change, and its page."""
