"""Commands of ``beffroi``: thin, the work is done elsewhere."""
