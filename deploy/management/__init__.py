"""Commands of the provisioning layer."""
