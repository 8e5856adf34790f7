"""The face with windows: tray icon, popover, pages. The only room that knows Qt."""

from demitasse.ui.app import feature_scan, pyside_workarounds

pyside_workarounds.guard()  # before the first call into Qt
feature_scan.switch_off()  # before the next import
