"""The tray icon with its menu and tool tip, and notifications."""
