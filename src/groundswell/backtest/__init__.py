"""The referee: a fitted case asked what it was not shown, beside forecasters that know only the record."""
