"""Opening hours: the town hall, the other places of the commune, and the days that are not like the others."""
