"""The face with windows: tray icon, popover, pages. The only room that knows Qt."""
