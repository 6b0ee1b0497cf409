"""Sharing between sites: what a commune proposes, what another accepts, and the one door between them."""
