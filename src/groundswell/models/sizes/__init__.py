"""How large events are: groups that merge and shatter, unrest that spreads like fire, and the tails of what is on record."""
