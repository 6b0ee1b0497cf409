"""Portail: cards that lead to the services of others: family space, payment, appointments."""
