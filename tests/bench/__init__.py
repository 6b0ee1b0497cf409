"""What the platform costs: figures and ratios, printed by ``make bench``. Never a test: machines differ."""
