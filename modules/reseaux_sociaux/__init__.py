"""Réseaux sociaux: where the commune can be followed, and how an article is passed on, without any tracker."""
