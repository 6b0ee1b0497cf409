"""The editor's desk: Beffroi's face of the admin, its home, its menus and its plain words."""
