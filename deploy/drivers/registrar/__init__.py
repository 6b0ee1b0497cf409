"""One file per registrar, the same names in each; ``domains.py`` is the driver that works with any of them."""
