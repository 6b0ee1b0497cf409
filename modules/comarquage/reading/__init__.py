"""From the files of « Vos droits et démarches » (feeds 3.3 to 3.5) to pages. Pure: no Django, no network, no clock.

``archive`` opens a feed, ``tree`` reads one file, ``corpus`` knows which sheets exist, ``sheet`` makes a page of one;
``words``, ``blocks``, ``tables``, ``services``, ``links`` hold how each element of the feed is shown.
"""
