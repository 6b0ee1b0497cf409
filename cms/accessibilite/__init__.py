"""The accessibility record of each site: what is known of it, the statement made of it, barriers that visitors tell."""
