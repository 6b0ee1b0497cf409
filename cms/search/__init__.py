"""Search: a Whoosh backend for modelsearch, one shard per commune, and what a visitor finds on a site."""
