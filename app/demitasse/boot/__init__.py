"""Wires the floors together: the only room that knows all of them."""
