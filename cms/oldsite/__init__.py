"""Brings what an old site says into drafts: a WordPress export, a saved copy, a site still online."""
