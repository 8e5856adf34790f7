"""The popover: the frame around the pages, and the day with its timer."""
