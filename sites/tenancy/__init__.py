"""Tenants never leak: who reaches what, in one place. See ``docs/dev/tenancy.md``."""
