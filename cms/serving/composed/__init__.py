"""Pages joined when they are read: sheets that all sites share, in the page of each."""
