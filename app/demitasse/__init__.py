"""Demitasse: the small cup for CoffeeCup."""

__version__ = "0.1.0"
