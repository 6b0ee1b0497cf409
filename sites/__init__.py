"""What a commune's site is, and its generation. Imports nothing of ours."""
