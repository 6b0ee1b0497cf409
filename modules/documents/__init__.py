"""Documents and acts: the library of downloads, the council's meetings, deliberations, arrêtés and minutes."""
