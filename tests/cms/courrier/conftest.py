"""A small real mail server on loopback, that can be told to refuse."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.servers.ports import free_port


class Server:
    """What was received, and what is answered to the next recipients."""

    def __init__(self) -> None:
        self.received: list[Mail] = []
        self.refusal = ""
        self.refused = ""
        self.data_refusal = ""
        self.sender_refusal = ""

    async def handle_MAIL(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Take or refuse the sender."""
        if self.sender_refusal:
            return self.sender_refusal
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802  # the name and the arguments that aiosmtpd wants
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Take or refuse a recipient."""
        if self.refusal and self.refused in address:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep the message, or refuse it."""
        if self.data_refusal:
            return self.data_refusal
        self.received.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def smtp(settings: Any) -> Iterator[Server]:
    server = Server()
    port = free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.DEFAULT_FROM_EMAIL = "ne-pas-repondre@cdg.example"
    yield server
    controller.stop()
