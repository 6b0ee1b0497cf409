"""Sites made before this learn from the reference which intercommunality they are of."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, _editor):
    reference = apps.get_model("deploy", "CommuneReference")
    communes = apps.get_model("sites", "Commune")
    known = reference.objects.filter(insee=OuterRef("insee")).exclude(epci_siren="")
    told = communes.objects.filter(epci="", insee__in=reference.objects.exclude(epci_siren="").values("insee"))
    told.update(epci=Subquery(known.values("epci_siren")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("deploy", "0012_subscription_fresh_at_subscription_training"),
        ("sites", "0004_commune_epci"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
