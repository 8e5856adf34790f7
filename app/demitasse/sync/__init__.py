"""Between the outbox and CoffeeCup: push what is queued, pull what is new, on one thread."""
