"""The directory of the commune: associations, shops, health, services, equipment."""
