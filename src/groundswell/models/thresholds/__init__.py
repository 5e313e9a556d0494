"""Crowds in which each person joins once enough others have."""
