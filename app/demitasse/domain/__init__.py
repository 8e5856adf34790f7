"""Pure time tracking: values and rules, with no input, no output and no clock."""
