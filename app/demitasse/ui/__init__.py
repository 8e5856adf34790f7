"""The window: tray icon, popover and pages. The only package that imports Qt."""

from demitasse.ui.app import pyside_workarounds

pyside_workarounds.apply()
