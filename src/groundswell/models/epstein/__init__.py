"""Civil violence between citizens and police on a torus (Epstein 2002)."""
