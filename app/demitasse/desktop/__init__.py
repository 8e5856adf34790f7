"""What the operating system provides: keyring, child processes, notifications, idle time, autostart."""
