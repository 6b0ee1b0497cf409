"""What the law asks of a published act: which acts, how long, stamped by whom, locked, corrected, withdrawn."""
