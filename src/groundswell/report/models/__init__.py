"""What the classic models look like: their pictures, courses and checks, on a terminal and on a page."""
