"""Scenarios: plain data about a world, read from files, checked as a whole, changed by copy."""
