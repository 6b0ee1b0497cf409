"""From the feeds as they are kept to the one pack that all sites share. Pure: no Django, no network, no clock.

``ledger`` remembers of each sheet what it was made from; ``update`` makes the pack again where something changed.
"""
