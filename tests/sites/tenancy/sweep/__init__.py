"""The generated isolation test: every address of the resolver, as every role of one commune, against the other."""
