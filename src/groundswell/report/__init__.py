"""What findings look like: on a terminal, on a page, in a chart."""
