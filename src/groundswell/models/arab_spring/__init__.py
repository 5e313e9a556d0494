"""Revolutions that are seen or not, and policed or not."""
