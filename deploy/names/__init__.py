"""Domain names through the years: what registries say of them, renewals, and what agents do by hand."""
