"""PostgreSQL learns to search in French: ``beffroi`` folds accents, then stems. Nothing on other databases.

``unaccent`` comes with PostgreSQL (Debian: the package ``postgresql`` itself); the owner of a database may add it, as
it is a trusted extension.
"""

from django.db import migrations

FRENCH = """
CREATE EXTENSION IF NOT EXISTS unaccent;
DROP TEXT SEARCH CONFIGURATION IF EXISTS beffroi;
CREATE TEXT SEARCH CONFIGURATION beffroi (COPY = french);
ALTER TEXT SEARCH CONFIGURATION beffroi
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
"""
FORGET = "DROP TEXT SEARCH CONFIGURATION IF EXISTS beffroi;"


def learn(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FRENCH)


def forget(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FORGET)


class Migration(migrations.Migration):
    dependencies = []

    operations = [migrations.RunPython(learn, forget)]
