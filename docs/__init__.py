"""The pages of the documentation, and `generate`, which writes those that come from the code."""
