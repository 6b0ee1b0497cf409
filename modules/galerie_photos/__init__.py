"""Galerie photos: pictures side by side, enlarged one by one."""
