"""Public procurement: the consultations of the commune, and what was bought."""
