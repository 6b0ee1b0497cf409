"""The form of the page, made from the services of the commune."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cms.guichet.questions import Question, Sheet

CODE = "contact"
SERVICE, SUBJECT = "service", "objet"
BASE = f"/_/{CODE}/"
KEPT = 12  # months: the time of a file at a town hall
# ``(name, e-mail address, what it does)``, in the order the commune chose.
Row = tuple[str, str, str]


def sheet_of(town: str, page_url: str, services: Sequence[Row], kept: int = KEPT) -> Sheet:
    """What is asked. With one service or none, nobody has to choose."""
    questions = [
        Question("nom", _("Votre nom"), autocomplete="name"),
        Question("adresse", _("Votre adresse électronique"), "email", help=_("Pour que la mairie puisse répondre.")),
        Question("telephone", _("Votre téléphone"), "phone", required=False),
        Question(SUBJECT, _("L’objet de votre message"), help=_("En quelques mots.")),
        Question("message", _("Votre message"), "long"),
        Question("pieces", _("Joindre un document ou une photo"), "file", required=False),
    ]
    names = tuple(name for name, _address, _about in services)
    if len(names) > 1:
        questions.insert(0, Question(SERVICE, _("Le service à qui vous écrivez"), "choice", choices=names))
    return Sheet(
        module=CODE,
        title=_("Message à la mairie"),
        base=BASE,
        questions=tuple(questions),
        town=town,
        kept=kept,
        confirms=True,
        to=services[0][1] if len(services) == 1 else "",
        page_url=page_url,
        services=tuple((name, address) for name, address, _about in services if address),
        service=SERVICE,
    )
