"""Addresses that visitors ask for and that lead nowhere: counted like readings, shown with what to do of each."""
