"""Composition: the only package that may import all others."""
