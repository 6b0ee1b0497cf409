"""What a commune orders, and its address: the provisioning layer."""
