"""The audit that stood with the town hall joins the record; what it found becomes its non-conformities."""

from typing import Any

from django.db import migrations


def take(apps: Any, _schema: Any) -> None:
    """One audit for each town hall that had one, whole."""
    audit, fault = apps.get_model("accessibilite.Audit"), apps.get_model("accessibilite.NonConformity")
    known = apps.get_model("cms.Mairie").objects.filter(audit_on__isnull=False, audit_rate__isnull=False)
    communes = dict(apps.get_model("sites.Commune").objects.values_list("site", "pk"))
    for mairie in known:
        commune = communes.get(mairie.site_id)
        if commune is None:
            continue
        audit.objects.create(
            commune_id=commune, on=mairie.audit_on, by=mairie.audit_by, rate=mairie.audit_rate, version="4.1"
        )
        found = (line.strip() for line in mairie.audit_found.splitlines())
        fault.objects.bulk_create(fault(commune_id=commune, what=line[:300]) for line in found if line)


class Migration(migrations.Migration):
    dependencies = [
        ("accessibilite", "0001_initial"),
        ("cms", "0006_place_of_documents"),
    ]

    operations = [migrations.RunPython(take, migrations.RunPython.noop)]
