"""The words of one commune that mean the same: « salle polyvalente », « espace Jean-Moulin »."""
