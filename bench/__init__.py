"""Benchmarks by name; each compares with something timed beside it. `python -m bench` runs them all."""
