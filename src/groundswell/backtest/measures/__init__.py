"""What is measured of Bolivia 2000-2006: a file for each group of lines, and the days and aims in one place."""
