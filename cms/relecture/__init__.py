"""« Is this still true? »: each page has an owner and a day on which somebody reads it again."""
