"""The lifecycle of the tray app: services, worker bridge, IPC server, presence and shutdown."""
