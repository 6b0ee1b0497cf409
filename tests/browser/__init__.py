"""A browser in front of a real ``beffroi serve``: what people see, not what views answer."""
