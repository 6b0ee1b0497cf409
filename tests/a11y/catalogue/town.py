"""One commune with a page of each type and each module at work, with what makes them long."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import resvg_py
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from cms.accessibilite.models import Audit, Contact, Derogation, NonConformity, Plan
from cms.models import PageLegale
from cms.uploads.renditions import make_renditions
from modules.actualites.models import Article
from modules.contact.models import PageContact, Service
from modules.formulaires.models import Formulaire, Formulaires
from modules.marches.avis.notice import Lot
from sites.landscape import landscape
from sites.packs import PACKS, Offer
from sites.palette import palette
from tests.a11y.catalogue.blocks import stream
from tests.modules.agenda import factories as agenda
from tests.modules.alerte import factories as alerte
from tests.modules.annuaire import factories as annuaire
from tests.modules.comarquage import factories as guide
from tests.modules.documents import factories as documents
from tests.modules.equipe_municipale import factories as team
from tests.modules.flux_externes import factories as feeds
from tests.modules.formulaires.test_formulaires import QUESTIONS
from tests.modules.horaires import factories as hours
from tests.modules.lexique import factories as words
from tests.modules.marches import factories as marches
from tests.themes.gallery import dress
from tests.world import Town, add_page

LONG = "Aménagement de la traverse du bourg : déviation de la circulation jusqu’à l’automne"
# Enough for a second page of a list.
ARTICLES = 13
ENTRIES = 25
PHOTO = (1200, 800)


def fill(town: Town, var: Path) -> None:
    """What visitors of a busy commune find. ``var``: the folder of the install."""
    _buy_everything(town)
    _photo(town)
    dress(town, town.commune.theme)
    _news(town)
    _agenda(town)
    _documents(town)
    _people(town)
    _forms(town)
    _directory(town)
    _record(town)
    _procure(town)
    guide.index_of(town)
    guide.bring(var, guide.RICH)
    for kind in PageLegale._meta.get_field("kind").choices or ():
        if not PageLegale.objects.child_of(_home(town)).filter(kind=kind[0]).exists():
            _under_home(town, PageLegale(title=str(kind[1]), slug=f"legal-{kind[0]}", kind=kind[0]))
    blocks = stream(town)
    town.page.body = blocks
    town.page.save()
    home = _home(town)
    home.body = [{"type": "news", "id": "n", "value": {"title": "À la une", "count": 4}}, *blocks]
    home.save()


def _photo(town: Town) -> None:
    """A picture that one can look at, in place of the plain one of the tests."""
    drawn = landscape("46042", palette("#3f6b4f", "#d9a441", 95).tokens, "morning", *PHOTO, "market")
    bitmap = bytes(resvg_py.svg_to_bytes(svg_string=drawn, width=PHOTO[0], height=PHOTO[1], skip_system_fonts=True))
    stream = BytesIO()
    Image.open(BytesIO(bitmap)).convert("RGB").save(stream, "JPEG", quality=85)
    town.image.file = ContentFile(stream.getvalue(), "halle.jpg")
    town.image.save()
    make_renditions(town.image)


def _buy_everything(town: Town) -> None:
    """The modules that a pack only sells on request, too."""
    bought = [code for code, offer in PACKS[town.commune.pack].modules.items() if offer is Offer.ON_REQUEST]
    town.commune.options = {"modules_on": bought}
    town.commune.save()


def _home(town: Town) -> Any:
    return type(town.home).objects.get(pk=town.home.pk)


def _under_home(town: Town, page: Any) -> Any:
    return add_page(_home(town), page, town.gestionnaire)


def _news(town: Town) -> None:
    for number in range(ARTICLES):
        title = LONG if number == 0 else f"Nouvelle de la semaine {number}"
        article = Article(title=title, intro="En deux mots.", category=town.category)
        add_page(town.actualites, article, town.contributeur)
    alerte.alert(town)
    feeds.flux(town, feeds.line(), feeds.line("Une autre nouvelle"))


def _agenda(town: Town) -> None:
    day = timezone.localdate() + timedelta(days=5)
    agenda.event(town, "Grand marché des producteurs", day, category=agenda.category(town))
    agenda.source(town, events=[{
        "start": f"{day}T20:00:00", "end": f"{day}T22:00:00", "all_day": False, "title": "Bal", "place": "Place",
        "url": "https://agenda.example/bal",
    }])  # fmt: skip


def _documents(town: Town) -> None:
    documents.page_of(town)
    documents.publication(town, "Bulletin du printemps")
    documents.online(town, seance=documents.seance(town), outcome="adoptee")


def _procure(town: Town) -> None:
    """One consultation to answer with all its parts, one that was corrected, one that somebody got."""
    marches.page_of(town)
    day = timezone.localdate()
    soon = timezone.now() + timedelta(days=10)
    link = "https://plateforme.example/"
    lots = (Lot("1", "Charpente"), Lot("2", "Couverture"))
    whole = marches.notice(
        title=LONG, deadline=soon, lots=lots, summary="Une visite est obligatoire.", url=f"{link}avis",
        file_url=f"{link}dossier", deposit_url=f"{link}depot", questions_url=f"{link}questions",
    )  # fmt: skip
    marches.avis(town, whole)
    other = {"reference": "2026-F-03", "category": "fournitures"}
    marches.avis(town, marches.notice("saisie:2", "Repas", deadline=soon, **other))
    marches.avis(town, marches.notice("saisie:3", "Repas", nature="rectificatif", published=day, **other))
    decp = {"id": "1", "objet": "Voirie", "acheteur": {"id": "21460148500015"}}
    done = marches.notice(
        "decp:1", "Voirie", nature="donnees", reference="2026-V-9", holders=("Paveurs",), amount=41200.0, decp=decp,
        notified=day,
    )  # fmt: skip
    marches.avis(town, done, origin="decp")


def _people(town: Town) -> None:
    hours.place(town)
    hours.closure(town, timezone.localdate() + timedelta(days=10))
    words.term(town, "délibération", "délibérations", "Une décision votée par le conseil municipal.")
    words.index_of(town)
    team.commission(town, team.member(town), team.member(town, "Dominique Aubépine", group="conseiller"))


def _directory(town: Town) -> None:
    annuaire.index_of(town)
    sport = annuaire.category(town, "Sport")
    details = {"activites": "Judo, taïso", "public": "Dès 6 ans"}
    annuaire.entry(town, LONG, details=details, category=sport, image=town.image, image_alt="La halle")
    for number in range(ENTRIES):
        annuaire.entry(town, f"Club {number}", category=sport if number % 2 else None)
    annuaire.equipment(town)


def _record(town: Town) -> None:
    """The statement of accessibility with all its parts."""
    today = timezone.localdate()
    mine = {"commune": town.commune}
    Audit.objects.create(on=today, by="Un cabinet", rate=78, pages="Accueil\nContact", technologies="HTML", **mine)
    Plan.objects.create(first=today.year, last=today.year + 2, text="Former.", actions="Reprendre les PDF", **mine)
    NonConformity.objects.create(what="Le plan n’a pas de texte", criterion="1.1", planned_on=today, **mine)
    reason = {"reason": "Trop cher", "instead": "À la mairie"}
    Derogation.objects.create(kind="charge", what="Le cadastre", **reason, **mine)
    Contact.objects.create(name="Anne Référente", mailbox="anne@aubord.example", **mine)


def _forms(town: Town) -> None:
    Service.objects.create(commune=town.commune, name="État civil", about="Actes et mariages", position=1)
    Service.objects.create(commune=town.commune, name="Urbanisme", about="Permis et clôtures", position=2)
    _under_home(town, PageContact(title="Écrire à la mairie", slug="ecrire"))
    index = _under_home(town, Formulaires(title="Formulaires", slug="formulaires"))
    form = Formulaire(title="Vide-grenier", slug="vide-grenier", intro="Inscription", questions=QUESTIONS, kept=3)
    add_page(index, form, town.gestionnaire)
