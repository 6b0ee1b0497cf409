"""Help: the pages of ``docs/contributeur/``, read in the editor, each linked from the screens it is about."""
