"""Named benchmarks, each a ratio to a reference measured in the same run. `python -m bench` runs them all."""
