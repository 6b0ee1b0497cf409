"""The sample site: the demonstration's Cahors, in an install of its own, dressed in the theme that is checked.

Runs in a process of its own, whose settings point to a scratch folder, ``python -m cms.themecheck.sample``.
Its arguments are the name of the theme and the file of its answer, in JSON.
It says what it does on the standard output.
"""

import contextlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

INSEE = "46042"
WORDS = "horaires"
# A page, or a form sent back.
SHOWN = (200, 422)


def main(name: str, answer: Path) -> None:
    """Build what is missing, bake, ask for what is answered live, then undress."""
    import django  # noqa: PLC0415  # the settings are those of this process alone

    django.setup()
    _prepare()
    answer.write_text(json.dumps(look(name)), encoding="utf-8")


def _prepare() -> None:
    from django.core.management import call_command  # noqa: PLC0415  # as above

    with contextlib.suppress(Exception):  # before the first migration there is no table
        _wear("causse")
    call_command("demo", communes=4, no_serve=True)


def _wear(name: str) -> Any:
    from sites.models import Commune  # noqa: PLC0415  # as above

    Commune.objects.filter(insee=INSEE).update(theme=name)
    return Commune.objects.get(insee=INSEE)


def look(name: str) -> dict[str, Any]:
    """Where the site stands, what failed, and which types of pages were seen."""
    from django.conf import settings  # noqa: PLC0415  # as above

    from sites.bake.bakery import bake, store_of  # noqa: PLC0415  # as above

    settings.BEFFROI_STRICT_TEMPLATES = True
    commune = _wear(name)
    _plan(commune)
    try:
        result = bake(commune, force=True)
        failures = [_failure(one.url or "/", one.traceback) for one in result.failures]
        if result.error and not failures:
            failures = [{"url": "/", "file": "", "line": 0, "message": result.error}]
        answers = {} if failures else _answers(commune, failures)
        www = str(store_of(INSEE).www.resolve())
        return {"www": www, "failures": failures, "answers": answers, "types": _types(commune.pk)}
    finally:
        _wear("causse")


def _plan(commune: Any) -> None:
    """A multi-year plan of accessibility: it is a page, which only a commune that has one shows."""
    from cms.accessibilite.models import Plan  # noqa: PLC0415  # as above

    text = "Former les agents.\r\n\r\nReprendre les documents."
    told = {"first": 2026, "last": 2028, "text": text, "actions": "Reprendre les PDF", "done": "Un audit"}
    Plan.objects.get_or_create(commune=commune, defaults=told)


def _types(commune_id: int) -> dict[str, int]:
    from sites.bake.reader import page_types  # noqa: PLC0415  # as above
    from sites.bake.snapshot import take  # noqa: PLC0415  # as above

    snapshot = take(commune_id)
    kinds = (*page_types(), *page_types({module.label for module in snapshot.modules}))
    return {kind.name: len(snapshot.of_type(kind.name)) for kind in kinds}


def _failure(url: str, trace: str) -> dict[str, Any]:
    """The last template of the traceback, and the sentence of the error."""
    places = re.findall(r'File "([^"]*/templates/[^"]+)", line (\d+)', trace)
    file, line = places[-1] if places else ("", "0")
    last = trace.strip().splitlines()[-1].partition(": ")
    return {"url": url, "file": file, "line": int(line), "message": last[2] or last[0]}


def _answers(commune: Any, failures: list[dict[str, Any]]) -> dict[str, str]:
    """Pages that no file holds: results of a search, a form sent empty, what is asked and said after a sending."""
    from sites.bake.preview import render_template  # noqa: PLC0415  # as above

    confirm = {
        "action": "/_/", "name": "n", "token": "t", "answers": [("Votre message", "Bonjour")], "files": ["photo.jpg"],
        "too_soon": True, "back": "/contact/",
    }  # fmt: skip
    made: dict[str, str] = {}
    asked: tuple[tuple[str, Callable[[], str]], ...] = (
        ("/_/reponse/", lambda: render_template(
            commune, "pages/answer.html", "/_/reponse/", "Merci", {"sentences": ["Bien reçu."], "back": "/"}
        )),
        ("/_/confirmer/", lambda: render_template(
            commune, "pages/confirm.html", "/_/confirmer/", "Relisez", {"confirm": confirm}
        )),
        *_posted(commune),
    )  # fmt: skip
    for address, ask in asked:
        try:
            made[address] = ask()
        except Exception as error:  # noqa: BLE001  # any fault of a template is data
            import traceback  # noqa: PLC0415  # only when something fails

            failures.append(_failure(address, "".join(traceback.format_exception(error))))
    return made


def _posted(commune: Any) -> Iterator[tuple[str, Callable[[], str]]]:
    from django.test import Client  # noqa: PLC0415  # as above

    from sites.bake.bakery import store_of  # noqa: PLC0415  # as above

    host = commune.site.hostname
    client = Client(raise_request_exception=True, HTTP_HOST=host, HTTP_SEC_FETCH_SITE="same-origin")
    yield "/_/recherche/", lambda: _body(client.get("/_/recherche/", {"q": WORDS}))
    for page in sorted(store_of(INSEE).www.rglob("*.html")):
        for action in set(re.findall(r'<form[^>]*method="post"[^>]*action="(/_/[^"]+)"', page.read_text("utf-8"))):
            yield f"{action} (vide)", lambda action=action: _body(client.post(action, {}))  # type: ignore[misc]


def _body(response: Any) -> str:
    """The page that answers. A plain refusal is not one: it would be blamed for lacking a header."""
    if response.status_code not in SHOWN:
        raise RuntimeError(f"{response.status_code}: {response.content.decode()[:200]}")
    return str(response.content.decode())


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
