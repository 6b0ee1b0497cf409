"""Somebody who asks for addresses: each request is undone, and what it showed or wrote is kept."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.messages import constants
from django.db import connection, transaction
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from sites.models import User

#: Tables in which a request may write without touching anybody's content.
BOOKKEEPING = ("django_session", "django_tasks", "axes_", "wagtailsearch", "modelsearch")
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@dataclass
class Answer:
    """What came back."""

    status: int
    text: str
    location: str = ""
    flash: str = ""
    crash: str = ""
    error_shown: bool = False
    wrote: bool = False
    html: str = ""
    kinds: set[str] = field(default_factory=set)

    @property
    def received(self) -> str:
        """All that reaches the person, in lower case."""
        return f"{self.text} {self.location} {self.flash}".lower()

    @property
    def succeeded(self) -> bool:
        """Neither refused, nor sent elsewhere with a word of regret."""
        if self.status in {301, 302}:
            return not self.error_shown and "/login/" not in self.location
        return self.status in {200, 201, 202, 204} and not self.refused_in_json

    @property
    def refused_in_json(self) -> bool:
        """Modal dialogs and JSON views refuse with a 200."""
        try:
            body = json.loads(self.html)
        except ValueError:
            return False
        return isinstance(body, dict) and (body.get("success") is False or "error" in body)

    @property
    def markup(self) -> str:
        """The HTML, even inside the JSON of a dialog."""
        try:
            body = json.loads(self.html)
        except ValueError:
            return self.html
        return str(body.get("html", "")) if isinstance(body, dict) else ""

    @property
    def label(self) -> str:
        """For the histogram."""
        return self.crash.partition(" ")[0] or str(self.status)


class Visitor:
    """A client whose session never changes."""

    def __init__(self, name: str, user: User | None) -> None:
        self.name, self.user = name, user
        self.client = Client(raise_request_exception=True, headers={"host": settings.BEFFROI_ADMIN_HOST})
        if user is not None:
            self.client.force_login(user, backend="sites.tenancy.auth.MembershipBackend")
            self._give_second_factor(user)
        self.cookies = self.client.cookies.output(header="", sep=";")

    def _give_second_factor(self, user: User) -> None:
        """Webmestres and the platform's team are asked for one; it changes nothing for the others."""
        session = self.client.session
        device = TOTPDevice.objects.create(user=user, name="téléphone", confirmed=True)
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()

    @contextmanager
    def ask(self, method: str, url: str, query: Any = (), body: Any = None) -> Iterator[Answer]:
        """The answer, while what the request wrote can still be read; then all is undone."""
        self.client.cookies = SimpleCookie(self.cookies)
        target = f"{url}?{urlencode(query, doseq=True)}" if query else url
        with transaction.atomic():
            writes: list[str] = []
            with connection.execute_wrapper(_note(writes)):
                answer = self._send(method, target, body)
            answer.wrote = bool(writes)
            yield answer
            transaction.set_rollback(True)

    def _send(self, method: str, target: str, body: Any) -> Answer:
        headers = {"x-requested-with": "XMLHttpRequest"} if "multiple" in target else {}
        for upload in (value for value in (body or {}).values() if hasattr(value, "seek")):
            upload.seek(0)
        try:
            with transaction.atomic():
                response = getattr(self.client, method)(target, body, headers=headers)
                content = b"".join(response) if response.streaming else response.content
                response.close()
        except Exception as error:  # noqa: BLE001  # a crash is no leak, but it is counted and shown
            return Answer(500, "", crash=f"{type(error).__name__} {str(error)[:120]}")
        queued = getattr(getattr(response.wsgi_request, "_messages", None), "_queued_messages", [])
        text = content.decode(errors="replace")
        shown = " ".join(f"{key}: {value}" for key, value in response.items())
        return Answer(
            response.status_code,
            read_out(f"{text} {shown}"),
            response.get("Location", ""),
            " ".join(str(message) for message in queued),
            error_shown=any(message.level >= constants.ERROR for message in queued),
            html=text,
        )


def read_out(text: str) -> str:
    """What a browser shows of it: addresses are written as entities, and scripts write hyphens as escapes."""
    return unescape(text).replace("\\u002D", "-")


def _note(writes: list[str]) -> Any:
    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        if sql.startswith(WRITES) and not any(table in sql[:80] for table in BOOKKEEPING):
            writes.append(sql)
        return execute(sql, params, many, context)

    return wrapper
