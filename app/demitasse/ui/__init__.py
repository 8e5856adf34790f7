"""The face with windows: tray icon, popover, pages. The only room that knows Qt."""

from demitasse.ui import feature_scan, immortal

immortal.guard()  # before the first call into Qt
feature_scan.switch_off()  # before the next import
