"""Fits parameters to a record, and finds out whether the fit can be believed."""
