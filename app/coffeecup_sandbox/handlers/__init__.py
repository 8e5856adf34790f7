"""Request handlers: one module for each group of routes; `routes` binds them to paths."""
