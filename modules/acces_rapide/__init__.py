"""Accès rapide: a row of big links to what is asked for most."""
