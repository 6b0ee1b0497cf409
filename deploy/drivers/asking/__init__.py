"""How vendors are asked over HTTPS, whatever room they work in: one door, and the signature of the one who wants it."""
