"""The wire of EPP: one TLS session (RFC 5734), its frames, and XML (RFC 5730) as trees with short prefixes.

Our own client, small: the one library that exists is read for its own registry, and trusts by an environment variable.
"""

import hashlib
import socket
import ssl
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _

from deploy.drivers.registrar.base import DoubtError, RegistrarError

NS = {
    "e": "urn:ietf:params:xml:ns:epp-1.0",
    "d": "urn:ietf:params:xml:ns:domain-1.0",
    "c": "urn:ietf:params:xml:ns:contact-1.0",
    "s": "urn:ietf:params:xml:ns:secDNS-1.1",
}
HEADER = struct.Struct("!I")
MAX_FRAME = 256 * 1024
CONNECTION, SILENCE = 5.0, 20.0  # seconds
OK = range(1000, 2000)
SAID = 200


class EppRefusedError(RegistrarError):
    """The registry said no, with the result ``code`` of RFC 5730 §3."""

    def __init__(self, code: int, said: str) -> None:
        """``said`` is the registry's own words."""
        super().__init__(_("le registre refuse (%(code)d) : %(said)s") % {"code": code, "said": said})
        self.code = code


@dataclass(frozen=True, slots=True)
class Account:
    """Where the registry is, and who we are there. ``certificate`` holds our key and certificate in one PEM file."""

    host: str
    port: int
    login: str
    password: str
    authority: str = ""
    certificate: str = ""

    def __repr__(self) -> str:
        return f"Account({self.host}:{self.port}, {self.login})"


@dataclass(frozen=True, slots=True)
class Reply:
    """One response: its code, and its tree to look into."""

    code: int
    tree: Element

    def text(self, path: str) -> str:
        """The text of the first element at ``path`` (prefixes of ``NS``), or an empty string."""
        return (self.tree.findtext(path, "", NS) or "").strip()

    def all(self, path: str) -> list[Element]:
        """Every element at ``path``."""
        return self.tree.findall(path, NS)


def node(parent: Element | None, name: str, text: str = "", **attributes: str) -> Element:
    """An element « prefix:name » of ``NS``, under ``parent``."""
    prefix, _colon, local = name.partition(":")
    tag = f"{{{NS[prefix]}}}{local}"
    made = Element(tag, attributes) if parent is None else SubElement(parent, tag, attributes)
    made.text = text or None
    return made


def command(verb: str) -> tuple[Element, Element, Element]:
    """An empty ``<epp>``, its ``<command>``, and the verb inside it."""
    root = node(None, "e:epp")
    inside = node(root, "e:command")
    return root, inside, node(inside, f"e:{verb}")


class Session:
    """A session under way: one command at a time."""

    def __init__(self, stream: ssl.SSLSocket, secrets: tuple[str, ...]) -> None:
        self._stream = stream
        self._secrets = tuple(secret for secret in secrets if secret)

    def ask(self, root: Element, key: str) -> Reply:
        """Send a command under the transaction number that ``key`` gives; ``EppRefusedError`` or ``DoubtError``."""
        inside = root.find("e:command", NS)
        if inside is not None:
            node(inside, "e:clTRID", f"BF-{hashlib.sha256(key.encode()).hexdigest()[:40]}")
        try:
            content = tostring(root, encoding="utf-8", xml_declaration=True)
            self._stream.sendall(HEADER.pack(len(content) + HEADER.size) + content)
            return self._reply(self.read())
        except (OSError, EOFError, ParseError, ValueError) as error:
            raise DoubtError(_("le registre n’a pas répondu jusqu’au bout : la demande sera vérifiée.")) from error

    def read(self) -> Element:
        """One frame: four bytes of length, themselves counted (RFC 5734 §4), then XML."""
        deadline = time.monotonic() + SILENCE
        length = HEADER.unpack(self._exactly(HEADER.size, deadline))[0] - HEADER.size
        if not 0 < length <= MAX_FRAME:
            raise ValueError(length)
        tree: Element = fromstring(self._exactly(length, deadline), forbid_dtd=True)
        return tree

    def _exactly(self, count: int, deadline: float) -> bytes:
        content = b""
        while len(content) < count:
            part = self._stream.recv(count - len(content))
            if not part or time.monotonic() > deadline:
                raise EOFError
            content += part
        return content

    def _reply(self, tree: Element) -> Reply:
        result = tree.find("e:response/e:result", NS)
        if result is None:
            raise ValueError("no result")
        code = int(result.get("code", "2400"))
        if code not in OK:
            said = " ".join("".join(result.itertext()).split())
            for secret in self._secrets:
                said = said.replace(secret, "•••")
            raise EppRefusedError(code, said[:SAID])
        return Reply(code, tree)


@contextmanager
def session(account: Account, *hidden: str) -> Iterator[Session]:
    """A session from greeting to log-out; ``hidden`` are secrets of its commands.

    Raises:
        RegistrarError: nobody answers, or we are not let in: nothing was asked.

    """
    context = ssl.create_default_context(cafile=account.authority or None)
    if account.certificate:
        context.load_cert_chain(Path(account.certificate))
    stream = _connected(account, context)
    with stream:
        talk = Session(stream, (account.password, *hidden))
        try:
            talk.read()  # the greeting
            talk.ask(_login(account), "login")
        except EppRefusedError as error:
            raise RegistrarError(_("le registre refuse notre identification.")) from error
        except (DoubtError, OSError, EOFError, ParseError, ValueError) as error:
            raise RegistrarError(_("le registre ne répond pas : rien n’a été demandé.")) from error
        yield talk
        _leave(talk)


def _connected(account: Account, context: ssl.SSLContext) -> ssl.SSLSocket:
    try:
        plain = socket.create_connection((account.host, account.port), CONNECTION)
    except OSError as error:
        raise RegistrarError(_("le registre ne répond pas : rien n’a été demandé.")) from error
    try:
        plain.settimeout(SILENCE)
        return context.wrap_socket(plain, server_hostname=account.host)
    except OSError as error:
        plain.close()
        raise RegistrarError(_("le registre ne répond pas : rien n’a été demandé.")) from error


def _login(account: Account) -> Element:
    root, _inside, login = command("login")
    node(login, "e:clID", account.login)
    node(login, "e:pw", account.password)
    options = node(login, "e:options")
    node(options, "e:version", "1.0")
    node(options, "e:lang", "en")
    services = node(login, "e:svcs")
    for prefix in ("d", "c"):
        node(services, "e:objURI", NS[prefix])
    node(node(services, "e:svcExtension"), "e:extURI", NS["s"])
    return root


def _leave(talk: Session) -> None:
    root, _inside, _verb = command("logout")
    try:
        talk.ask(root, "logout")
    except (RegistrarError, DoubtError):
        return  # what mattered is done
