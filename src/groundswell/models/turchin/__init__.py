"""Structural causes of unrest over generations and centuries."""
