"""Events that bring forth events: self-exciting processes in moments (`hawkes`) and in days (`hawkes_days`)."""
