"""What search engines and social networks are told: the sitemap, schema.org, robots.txt."""
