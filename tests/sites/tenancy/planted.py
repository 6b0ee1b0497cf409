"""A commune with everything that could leak, and its marker planted in every column that holds text."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    Comment,
    CommentReply,
    PageViewRestriction,
    Task,
    UploadedFile,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.workflows import get_task_types

from cms.accessibilite import models as record
from cms.accessibilite.pdf.models import Look
from cms.courrier.models import Message, State
from cms.drafts.links import give
from cms.forwarding.models import Batch
from cms.guichet.models import Envoi, PieceJointe
from cms.models import BasePage, DocumentFile, Picture
from cms.models import Page as ContentPage
from cms.oldsite.models import Brought, Remark, Run
from cms.origins.models import Readers
from cms.search.models import Asked, OwnWords
from cms.webhooks.models import Delivery, Webhook
from deploy.models import (
    AgentTask,
    CommuneReference,
    Convention,
    Happening,
    Intervention,
    Line,
    Preparation,
    Subscription,
    Suspension,
)
from deploy.wizard.writing import order_text
from modules.annuaire.models import Apport, Source
from modules.contact.models import PageContact, Service
from modules.documents.actes.publishing import publish
from modules.formulaires.models import Formulaire, Formulaires
from modules.marches.avis.notice import as_json
from modules.statistiques.models import Ignored, Missing
from sites.models import Host, Membership, User
from sites.tenancy.roles import Role
from tests.memory import remembered
from tests.modules.agenda import factories as agenda
from tests.modules.alerte import factories as alerte
from tests.modules.annuaire import factories as annuaire
from tests.modules.comarquage import factories as comarquage
from tests.modules.documents import factories as acts
from tests.modules.equipe_municipale import factories as equipe
from tests.modules.flux_externes import factories as flux
from tests.modules.horaires import factories as horaires
from tests.modules.lexique import factories as lexique
from tests.modules.marches import factories as marches
from tests.sites.tenancy.sown import sow, sow_row
from tests.world import PDF, Town, World, add_page, build_world, member, picture_file


@dataclass
class Planted:
    """A town, what was planted in it, and its people by role."""

    town: Town
    people: dict[str, User]
    objects: dict[str, Any] = field(default_factory=dict)

    @property
    def marker(self) -> str:
        """What must not be read elsewhere, in lower case."""
        return self.town.marker

    def __getattr__(self, name: str) -> Any:
        """An object by its name, here or in the town."""
        if name.startswith("__"):  # pickle asks before there is a town
            raise AttributeError(name)
        objects = self.__dict__.get("objects", {})
        return objects[name] if name in objects else getattr(self.__dict__["town"], name)


@dataclass
class PlantedWorld:
    """Both towns, planted."""

    world: World
    aubord: Planted
    belleville: Planted


def build_planted_world() -> PlantedWorld:
    """Two towns; one shared workflow on the root, as on the platform."""
    world = build_world()
    return remembered("planted", lambda: _planted(world))


def _planted(world: World) -> PlantedWorld:
    _workflow()
    return PlantedWorld(world, _plant(world.aubord), _plant(world.belleville))


def _workflow() -> None:
    """The platform's own when it has one, else one of the first task type of ours."""
    Workflow.objects.exclude(workflow_pages__isnull=False).update(active=False)
    if WorkflowPage.objects.exists():
        return
    ours = [model for model in get_task_types() if not model.__module__.startswith("wagtail.")]
    model = ours[0] if ours else next(iter(get_task_types()))
    workflow = Workflow.objects.create(name="Validation")
    task: Task = model.objects.create(name="Relecture")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=BasePage.objects.get(depth=1))


def _plant(town: Town) -> Planted:
    name, by = town.name, town.contributeur
    webmestre = member(f"webmestre@{town.marker}.example", Role.WEBMESTRE, departement=town.departement, name=name)
    people = {role.value: user for role, user in town.users.items()} | {"webmestre": webmestre}
    it = Planted(town, people)
    put = it.objects
    put["departement"] = town.departement
    put["subcollection"] = Collection.objects.get(pk=town.collection.pk).add_child(name=f"{name} sous-collection")
    put["locked"] = _locked(town)
    put["private"] = add_page(town.rubrique, ContentPage(title=f"{name} réservé", slug="reserve"), by)
    PageViewRestriction.objects.create(page=put["private"], restriction_type="login")
    put["moderated"] = add_page(town.rubrique, ContentPage(title=f"{name} proposé", slug="propose"), by)
    put["redirect"] = Redirect.objects.create(
        old_path=f"/ancien-{town.marker}", site=town.site, redirect_page=town.page
    )
    picture, pdf = picture_file(f"{town.marker}-depot.jpg", (40, 30)), ContentFile(PDF, f"{town.marker}-depot.pdf")
    for called, model, file in (("upload_image", Picture, picture), ("upload_document", DocumentFile, pdf)):
        kind = ContentType.objects.get_for_model(model)
        put[called] = UploadedFile.objects.create(for_content_type=kind, file=file, uploaded_by_user=by)
    put["comment"] = Comment.objects.create(
        page=town.page, user=by, text=f"{name} relit", contentpath="title", position=""
    )
    CommentReply.objects.create(comment=put["comment"], user=by, text=f"{name} répond")
    _show_elsewhere(it)
    put["session"] = EditingSession.objects.create(
        user=by, content_object=town.page, last_seen_at=timezone.now(), is_editing=True
    )
    _write_to(it)
    _record(it)
    _subscribe(it)
    _take_over(it)
    _order(it)
    put["diary"], put["event_category"] = agenda.index_of(town), agenda.category(town)
    put["event"] = agenda.event(town, category=put["event_category"], image=town.image, image_alt=name)
    put["outside"] = agenda.source(town, events=[])
    put["hours"], put["lieu"] = horaires.index_of(town), horaires.place(town)
    put["closure"] = horaires.closure(town, timezone.localdate(), lieu=put["lieu"])
    _deposit(it)
    put["alert"] = alerte.alert(town)
    put["elu"] = equipe.member(town)
    put["commission"] = equipe.commission(town, put["elu"])
    _list_actors(it)
    _explain(it)
    put["feed"] = flux.flux(town, flux.line(f"{town.marker} : la route est fermée"), error=f"{name} ne répond pas")
    wired = ContentPage(title=f"{name} ailleurs", slug="ailleurs", body=[{"type": "flux", "value": {}, "id": "f"}])
    put["wired"] = add_page(town.rubrique, wired, by)
    _procure(it)
    sow(it)
    put["alias"] = town.page.create_alias(parent=BasePage.objects.get(pk=town.rubrique.pk), update_slug="copie")
    _moderate(it)
    deleted = add_page(town.rubrique, ContentPage(title=f"{name} supprimé", slug="supprime"), by)
    deleted.delete(user=town.gestionnaire)
    for row in (town.image, town.document, town.category, put["redirect"], town.mairie, by, town.site, town.commune):
        log(row, "wagtail.edit", user=by)
    put["rendition"] = town.image.get_rendition("max-165x165")
    put["revision"] = town.page.latest_revision
    put["access"] = Membership.objects.get(user=by)
    put["host"] = Host.objects.get(commune=town.commune)
    return it


def _write_to(it: Planted) -> None:
    """Where citizens write, what one of them sent, and the message that told it."""
    put, town = it.objects, it.town
    name, by = town.name, town.contributeur
    put["contact"] = add_page(town.home, PageContact(title=f"{name} écoute", slug="ecrire", intro=name), by)
    forms = add_page(town.home, Formulaires(title=f"{name} en ligne", slug="formulaires", intro=name), by)
    asked = [{"type": "text", "value": {"label": f"{name} ?", "required": True}, "id": "q"}]
    fair = Formulaire(title=f"{name} inscrit", slug="fete", intro=name, thanks=name, questions=asked)
    put["forms"], put["form"] = forms, add_page(forms, fair, by)
    put["service"] = Service.objects.create(commune=town.commune, name=f"{name} voirie", about=name)
    answers = [{"name": "message", "label": f"{name} ?", "kind": "long", "value": f"{name} est belle"}]
    put["envoi"] = Envoi.objects.create(
        commune=town.commune, module="contact", title=f"{name} reçoit", service=name, answers=answers,
        proof=town.marker, keep_until=timezone.localdate() + timedelta(days=90),
    )  # fmt: skip
    put["barrier"] = Envoi.objects.create(
        commune=town.commune, module="accessibilite", title=f"{name} signale", service=name, answers=answers,
        proof=f"{town.marker} obstacle",
        keep_until=timezone.localdate() + timedelta(days=90),
    )  # fmt: skip
    put["piece"] = PieceJointe.objects.create(
        envoi=put["envoi"], question=name, name=f"{town.marker}.pdf", size=len(PDF), file=ContentFile(PDF, "a.pdf")
    )
    put["message"] = Message.objects.create(
        commune=town.commune, to=["a@exemple.fr"], subject=f"{name} écrit", body=name, error=name, state=State.FAILED
    )


def _procure(it: Planted) -> None:
    """What the town buys, where that is read, and a buyer that is nobody's yet."""
    put, town = it.objects, it.town
    put["marches"] = marches.page_of(town)
    name, mark = town.name, town.marker
    told = {"title": f"{name} refait un toit", "reference": f"{mark}-1", "summary": f"{name} dit"}
    put["avis"] = marches.avis(town, marches.notice(f"saisie:{mark}", **told))
    read = marches.notice(f"s:{mark}", f"{name} repeint", reference=mark)
    put["avis_read"] = marches.avis(town, read, origin="flux")
    put["market_source"] = marches.flux(town, error=f"{town.name} ne répond pas", faults=[["title", town.marker, ""]])
    waiting = as_json(marches.notice(title=f"{town.name} achète"))
    put["unknown_buyer"] = marches.unknown(town, notices=[waiting])


def _explain(it: Planted) -> None:
    """Words of the glossary, and what is said beside the national guide."""
    put, town, name = it.objects, it.town, it.town.name
    put["glossary"] = lexique.index_of(town)
    put["term"] = lexique.term(town)
    comarquage.buy(town)
    put["guide"] = comarquage.index_of(town)
    put["beside"] = comarquage.say(town, label=f"{name} : le lien", url=f"https://{town.marker}.example/guide")
    put["wide"] = comarquage.say_wide(
        town.commune.departement, title=f"{name} dit", text=f"{name} précise", label=name,
        url=f"https://{town.marker}.example/large",
    )  # fmt: skip


def _list_actors(it: Planted) -> None:
    """The directory, what somebody proposes for it, and tables brought in."""
    put, town = it.objects, it.town
    name = town.name
    put["directory"], put["entry_category"] = annuaire.index_of(town), annuaire.category(town)
    put["entry"] = annuaire.entry(
        town, category=put["entry_category"], hours_note=name, complement=name, access_note=name,
        street=f"1 rue de {name}", image_alt=name, checked_on=timezone.localdate() - timedelta(days=400),
        holder_email="",
    )  # fmt: skip
    answers = [{"name": "name", "label": "Nom", "kind": "text", "value": f"{name} propose"}]
    put["proposal"] = Envoi.objects.create(
        commune=town.commune, module="annuaire", title=f"{name} s’inscrit", service=name, answers=answers,
        proof=f"{town.marker} annuaire", keep_until=timezone.localdate() + timedelta(days=90),
    )  # fmt: skip
    table = f"nom;rue\n{name} table;{name} rue\n".encode()
    put["table"] = Apport.objects.create(commune=town.commune, name=f"{town.marker}.csv", content=table)
    put["table_done"] = Apport.objects.create(
        commune=town.commune, name=f"{town.marker}-fait.csv", done=True,
        before={str(put["entry"].pk): {"about": [f"{name} avant", f"{name} après"]}},
    )  # fmt: skip
    put["national"] = Source.objects.create(commune=town.commune, error=f"{name} ne répond pas")


def _subscribe(it: Planted) -> None:
    """What the town subscribes to, and what was asked beside it."""
    put, town = it.objects, it.town
    commune, today = town.commune, timezone.localdate()
    reference = CommuneReference.objects.create(
        insee=commune.insee, name=town.name, departement=town.departement.code, departement_name=town.departement.name
    )
    subscription = Subscription.objects.create(commune=reference)
    Line.objects.create(subscription=subscription, kind="pack", value=commune.pack, since=today.replace(month=1, day=1))
    Line.objects.create(subscription=subscription, kind="host", value=town.site.hostname, since=today)
    put["intervention"] = Intervention.objects.create(
        commune=commune,
        title=f"{town.name} demande",
        request=town.name,
        requested_on=today,
        accepted_by=town.name,
        author=f"{town.marker}@cdg.example",
    )
    year = today.year
    put["convention"] = Convention.objects.create(
        commune=reference, start=date(year, 1, 1), months=24, notice=0, ends=date(year + 2, 1, 1),
        refused_by=f"{town.marker}@cdg.example",
    )  # fmt: skip
    Happening.objects.create(commune=reference, by=f"{town.marker}@cdg.example", sentence=f"{town.name} note")
    Suspension.objects.create(commune=reference, by=f"{town.marker}@cdg.example", reason=f"{town.name} motif")
    put["preparation"] = Preparation.objects.create(
        commune=reference,
        text=order_text(town.marker, {"insee": commune.insee, "pack": commune.pack}),
        author=f"{town.marker}@cdg.example",
        approved_by=f"{town.marker}@cdg.example",
        checksum=town.marker,
        step=town.name,
    )


def _record(it: Planted) -> None:
    """What is known of the accessibility of the site, and what was declared of it."""
    put, town = it.objects, it.town
    name, own = town.name, {"commune": town.commune}
    put["audit"] = record.Audit.objects.create(**own, on=date(2026, 1, 5), by=name, rate=78, pages=name)
    put["fault"] = record.NonConformity.objects.create(**own, what=f"{name} non conforme", told_by=put["envoi"])
    put["derogation"] = record.Derogation.objects.create(**own, kind="tiers", what=f"{name} exempté", reason=name)
    put["plan"] = record.Plan.objects.create(**own, first=2026, last=2028, text=f"{name} planifie")
    put["referent"] = record.Contact.objects.create(**own, name=f"{name} référente")
    for called in ("audit", "fault", "derogation", "plan", "referent"):
        sow_row(put[called], it.marker)
    put["look"] = Look.objects.create(
        **own,
        kind="cms.DocumentFile",
        number=town.document.pk,
        name=f"{town.marker}.pdf",
        title=name,
        flaws=["untagged"],
        flawed=True,
    )
    put["declaration"] = record.Declaration.objects.get(commune=town.commune, current=True)
    record.NonConformity.objects.create(departement=town.departement, what=f"{name} en commun")


def _show_elsewhere(it: Planted) -> None:
    """A draft that another site may read, and an address that is told of what is published."""
    put, town = it.objects, it.town
    put["draft_link"] = give(town.page, town.contributeur, timezone.now())
    put["webhook"] = Webhook.objects.create(
        commune=town.commune, url=f"https://{town.marker}.example/prevenir", secret=f"whsec_{town.marker}"
    )
    put["own_words"] = OwnWords.objects.create(commune=town.commune, lines=[[town.marker, f"{town.marker} bis"]])
    put["readers"] = Readers.objects.create(commune=town.commune, origins=[f"https://{town.marker}.example"])
    put["delivery"] = Delivery.objects.create(
        webhook=put["webhook"], body=town.name, label=f"{town.name} mise en ligne", error=town.name
    )


def _deposit(it: Planted) -> None:
    """Acts, published and not, of a meeting, a document, a question. What is published keeps its words."""
    put, town = it.objects, it.town
    put["asked"] = Asked.objects.create(
        commune=town.commune, day=timezone.localdate(), words=town.marker, count=2, empty=2
    )
    put["acts_page"] = acts.page_of(town)
    put["meeting"] = acts.seance(town, list_published_at=timezone.now())
    put["empty_meeting"] = acts.seance(town, date(2026, 9, 4))
    put["download"] = acts.publication(town, f"{town.name} bulletin", category=f"{town.marker} bulletins")
    for called in ("act_draft", "act"):
        put[called] = acts.draft(town, number=f"{town.marker} {called}", seance=put["meeting"], outcome="adoptee")
        sow_row(put[called], it.marker)
    put["version"] = publish(put["act"], town.contributeur)
    put["act"].refresh_from_db()
    type(put["version"]).objects.filter(pk=put["version"].pk).update(
        reason=f"{town.marker} motif", withdrawal_note=f"{town.marker} précisions"
    )


def _take_over(it: Planted) -> None:
    """What came from the old site of the town."""
    put, town = it.objects, it.town
    run = put["old_run"] = Run.objects.create(commune=town.commune, source=f"{town.marker}.xml")
    put["old_page"] = Brought.objects.create(
        commune=town.commune, run=run, kind="page", address=f"/{town.marker}", number=town.page.pk
    )
    put["old_remark"] = Remark.objects.create(run=run, why=town.name, address=f"/{town.marker}", sentence=town.name)
    put["list"] = Batch.objects.create(
        commune=town.commune, name=f"{town.marker}.csv", lines=[[1, f"/{town.marker}-vieux", town.page.title]]
    )
    put["missing"] = Missing.objects.create(
        commune=town.commune, day=timezone.localdate(), path=f"/{town.marker}-perdue", count=3
    )
    put["ignored"] = Ignored.objects.create(commune=town.commune, path=f"/{town.marker}-laissee")
    put["list_written"] = Batch.objects.create(
        commune=town.commune, name=f"{town.marker} bis.csv", applied_at=timezone.now()
    )


def _order(it: Planted) -> None:
    """What a webmaster has to do by hand for the town."""
    commune, name = it.town.commune, it.town.name
    reference, _made = CommuneReference.objects.get_or_create(
        insee=commune.insee,
        defaults={"name": name, "departement": it.town.departement.code, "departement_name": it.town.departement.name},
    )
    it.objects["task"] = AgentTask.objects.create(
        key=it.marker, commune=reference, title=f"{name} : réserver {it.marker}.fr", sentence=f"{name} attend"
    )


def _locked(town: Town) -> Any:
    page = add_page(town.rubrique, ContentPage(title=f"{town.name} verrouillé", slug="verrouille"), town.contributeur)
    page.locked, page.locked_by, page.locked_at = True, town.valideur, timezone.now()
    page.save()
    return page


def _moderate(it: Planted) -> None:
    """Submitted by the secretary, waiting."""
    page = it.moderated
    page.title += " encore"
    page.save_revision(user=it.contributeur, log_action=True)
    workflow = Workflow.objects.filter(active=True, workflow_pages__isnull=False).first()
    state = workflow.start(page, it.contributeur)
    it.objects["workflow_state"] = state
    it.objects["task_state"] = state.current_task_state
