"""Time tracking as values and rules, without I/O and without a clock."""
