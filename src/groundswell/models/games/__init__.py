"""People who act on what they believe that others will do."""
