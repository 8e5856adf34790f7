"""The operating system: keyring, locks between processes, child processes."""
