"""What a visitor finds on the site of a commune: what stands online, and nothing else."""
