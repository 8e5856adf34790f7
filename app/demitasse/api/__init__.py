"""CoffeeCup over HTTP: every request, all JSON, and what its replies mean."""
