"""An entry in the formats of others: vCard, schema.org, SCDL."""
