"""Validation before publication: off by default, per commune."""

from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import TaskState, Workflow, WorkflowState
from wagtail.signals import workflow_approved, workflow_rejected
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.approval.mails import QueuedApproval, QueuedRejection
from cms.approval.workflow import make_shared_workflow, shared_workflow
from cms.courrier.models import Message
from modules.actualites.models import Article
from sites.models import User
from tests.entering import enter, words

if TYPE_CHECKING:
    from tests.world import World

pytestmark = pytest.mark.django_db
HOME = reverse("wagtailadmin_home")


@pytest.fixture
def validating(world: "World") -> "World":
    world.aubord.commune.validation = True
    world.aubord.commune.save(update_fields=["validation"])
    return world


def send(client: Any, article: Article, title: str, action: str) -> Any:
    values = nested_form_data(
        {
            "title": title,
            "slug": article.slug,
            "date": "22/11/2026",
            "intro": "Samedi sur la place.",
            "body": streamfield([("text", rich_text("<p>Venez nombreux.</p>"))]),
            "category": "",
            "image": "",
            "image_alt": "",
            "archive_at": "",
            "promoted_rubrique": "",
            action: "1",
        }
    )
    return client.post(reverse("wagtailadmin_pages:edit", args=(article.pk,)), values)


def proposed(world: "World", capture: Any) -> TaskState:
    with capture(execute=True):
        send(enter(world.aubord.contributeur), world.aubord.article, "Le marché de Noël", "action-submit")
    return TaskState.objects.get()


def answer_with(world: "World", user: User, action: str, **values: str) -> int:
    task_state = TaskState.objects.get()
    arguments = (world.aubord.article.pk, action, task_state.pk)
    return enter(user).post(reverse("wagtailadmin_pages:workflow_action", args=arguments), values).status_code


def test_wagtail_s_own_messages_are_replaced(validating: "World") -> None:
    """Two receivers would write twice, and one of them during the request."""
    for signal, ours in ((workflow_approved, QueuedApproval), (workflow_rejected, QueuedRejection)):
        listening, _asynchronous = signal._live_receivers(WorkflowState)
        assert [type(receiver) for receiver in listening] == [ours]


def test_an_address_that_is_none_keeps_nobody_else_from_being_told(validating: "World") -> None:
    User.objects.filter(pk=validating.aubord.valideur.pk).update(email="mairie")
    send(enter(validating.aubord.contributeur), validating.aubord.article, "Le marché de Noël", "action-submit")
    assert Message.objects.get().to == [validating.aubord.gestionnaire.email]


def test_without_validation_no_page_has_a_workflow(world: "World") -> None:
    assert not world.aubord.article.has_workflow
    assert world.aubord.article.get_workflow() is None


def test_validation_concerns_the_pages_of_its_commune_only(validating: "World") -> None:
    assert validating.aubord.article.get_workflow() == shared_workflow()
    assert not validating.belleville.article.has_workflow


def test_one_workflow_serves_every_commune(db: None) -> None:
    make_shared_workflow()
    make_shared_workflow()
    assert shared_workflow() is not None
    assert Workflow.objects.filter(name="Validation par la mairie").count() == 1


def test_a_contributor_proposes_and_who_validates_is_written_to(
    validating: "World", django_capture_on_commit_callbacks: Any
) -> None:
    proposed(validating, django_capture_on_commit_callbacks)
    told = {message.to[0] for message in Message.objects.all()}
    assert told == {validating.aubord.valideur.email, validating.aubord.gestionnaire.email}
    message = Message.objects.latest("pk")
    assert message.subject == "À valider : Le marché de Noël"
    assert message.commune == validating.aubord.commune
    assert "http://admin.localhost" in message.body
    assert mail.outbox == [], "nobody waits for a mail server"
    validating.aubord.article.refresh_from_db()
    assert validating.aubord.article.title != "Le marché de Noël"


def test_who_validates_finds_it_on_the_home_and_nobody_elsewhere_does(
    validating: "World", django_capture_on_commit_callbacks: Any
) -> None:
    proposed(validating, django_capture_on_commit_callbacks)
    assert "Le marché de Noël" in words(enter(validating.aubord.valideur).get(HOME).content)
    for stranger in (validating.belleville.valideur, validating.belleville.gestionnaire):
        assert "Le marché de Noël" not in words(enter(stranger).get(HOME).content)


def test_validating_publishes_and_the_author_is_told(
    validating: "World", django_capture_on_commit_callbacks: Any
) -> None:
    proposed(validating, django_capture_on_commit_callbacks)
    Message.objects.all().delete()
    answer_with(validating, validating.aubord.valideur, "approve")
    validating.aubord.article.refresh_from_db()
    assert validating.aubord.article.title == "Le marché de Noël"
    message = Message.objects.get()
    assert message.to == [validating.aubord.contributeur.email]
    assert message.subject == "Validé : Le marché de Noël"
    assert "est validé et publié" in message.body


def test_sending_back_tells_the_author_why(validating: "World", django_capture_on_commit_callbacks: Any) -> None:
    proposed(validating, django_capture_on_commit_callbacks)
    Message.objects.all().delete()
    answer_with(validating, validating.aubord.valideur, "reject", comment="Ajoutez l’heure, s’il vous plaît.")
    message = Message.objects.get()
    assert message.subject == "À corriger : Le marché de Noël"
    assert "Ajoutez l’heure" in message.body
    said = words(enter(validating.aubord.contributeur).get(HOME).content)
    assert "À corriger" in said
    assert "Ajoutez l’heure" in said


def test_its_author_does_not_validate_it(validating: "World", django_capture_on_commit_callbacks: Any) -> None:
    proposed(validating, django_capture_on_commit_callbacks)
    answer_with(validating, validating.aubord.contributeur, "approve")
    validating.aubord.article.refresh_from_db()
    assert validating.aubord.article.title != "Le marché de Noël"


def test_another_communes_valideur_validates_nothing_here(
    validating: "World", django_capture_on_commit_callbacks: Any
) -> None:
    proposed(validating, django_capture_on_commit_callbacks)
    assert answer_with(validating, validating.belleville.valideur, "approve") == 404


def test_a_contributor_publishes_where_nobody_validates(world: "World") -> None:
    send(enter(world.aubord.contributeur), world.aubord.article, "Le marché de Noël", "action-publish")
    world.aubord.article.refresh_from_db()
    assert world.aubord.article.title == "Le marché de Noël"


def test_publishing_by_a_typed_address_does_not_escape_validation(validating: "World") -> None:
    send(enter(validating.aubord.contributeur), validating.aubord.article, "Le marché de Noël", "action-publish")
    validating.aubord.article.refresh_from_db()
    assert validating.aubord.article.title != "Le marché de Noël"


def test_a_webmestre_switches_the_validation_of_a_commune(world: "World") -> None:
    url = reverse("desk:validation", args=(world.aubord.commune.pk,))
    enter(world.webmestre).post(url, {"validation": "on"})
    world.aubord.commune.refresh_from_db()
    assert world.aubord.commune.validation
    assert enter(world.aubord.gestionnaire).post(url, {"validation": "off"}).status_code == 404


def test_a_mini_site_has_no_validation_to_switch(world: "World") -> None:
    world.aubord.commune.pack = "mini_site"
    world.aubord.commune.save(update_fields=["pack"])
    url = reverse("desk:validation", args=(world.aubord.commune.pk,))
    assert enter(world.webmestre).post(url, {"validation": "on"}).status_code == 404


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_a_valideur_answers_no_proposal_of_another_commune_under_the_number_of_a_page_of_one_s_own(
    validating: "World", django_capture_on_commit_callbacks: Any, action: str
) -> None:
    theirs = proposed(validating, django_capture_on_commit_callbacks)
    town = validating.belleville
    town.commune.validation = True
    town.commune.save(update_fields=["validation"])
    own = Article.objects.get(pk=town.article.pk)
    own.save_revision(user=town.contributeur)
    workflow = shared_workflow()
    assert workflow is not None
    workflow.start(own, town.contributeur)
    address = reverse("wagtailadmin_pages:workflow_action", args=(own.pk, action, theirs.pk))
    enter(town.valideur).post(address, {"comment": "Mal écrit."})
    theirs.refresh_from_db()
    assert (theirs.status, theirs.comment) == (TaskState.STATUS_IN_PROGRESS, "")
