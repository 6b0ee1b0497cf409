"""Subscriptions and orders."""
