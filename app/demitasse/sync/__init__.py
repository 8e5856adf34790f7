"""Synchronises the store with CoffeeCup on one thread: push what is queued, pull what is new."""
