"""The life of a subscription: its convention, its suspension, its end, what is handed over, and who noted it."""
