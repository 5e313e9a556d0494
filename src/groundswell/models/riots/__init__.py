"""Riots that spread like an epidemic, in one place or in many."""
