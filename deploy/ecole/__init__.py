"""The training site: what people try on it is gone the next morning."""
