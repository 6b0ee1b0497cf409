"""« Nouvelle commune »: one form becomes an order, its plan is read, approved, then followed step by step."""
