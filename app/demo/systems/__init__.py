"""The six systems: each writes down what it would know, in its own format and under its own names."""
