"""The fast core: arrays, kernels and nothing that knows of files."""
