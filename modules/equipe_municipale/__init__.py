"""The elected members of the commune, and their commissions."""
