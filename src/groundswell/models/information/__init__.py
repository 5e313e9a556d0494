"""People who learn what is right, or how bad the regime is, from what others do."""
