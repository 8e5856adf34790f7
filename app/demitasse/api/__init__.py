"""CoffeeCup over HTTP: all requests, all JSON, and how its answers and silences are understood."""
