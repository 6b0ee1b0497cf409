"""The screens of the module: notices for who works in a commune, sources and buyers to attach for webmestres."""
