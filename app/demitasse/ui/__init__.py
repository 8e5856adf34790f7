"""The face with windows: tray icon, popover, pages. The only room that knows Qt."""

from demitasse.ui import immortal

immortal.guard()  # before the first call into Qt
