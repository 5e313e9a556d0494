"""Acts that pass from neighbor to neighbor along the ties of a network."""
