"""One order, and minutes later: the domain, its zone, the page over HTTPS, the mailbox. Every server is the real one.

What it says is the page ``docs/webmestre/de-bout-en-bout.md``, which ``BEFFROI_RECORD=1`` writes anew.
"""

import re
import ssl
from collections.abc import Generator
from email.header import decode_header, make_header
from functools import partial
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import dns.message
import dns.query
import httpx
import pytest

from tests.deploy.host import recorded
from tests.deploy.host.recorded import Recorded
from tests.deploy.host.test_mail_filter import GTUBE, JUNK
from tests.deploy.host.test_webmails import asked_by, enter
from tests.servers import clamav, webmails
from tests.servers.install import until
from tests.servers.mail import messages_in, subject_of
from tests.servers.platform import ADMIN, Platform, missing, platform
from tests.servers.ports import free_port

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("mail")]
SITE, BOX, WORD = "www.cahors.example", "mairie@cahors.example", "girolle-planisphere-tracteur"
ORDER = """\
auteur = "Centre de gestion du Lot"
date = 2026-11-02

[[commune]]
insee = "46042"
pack = "expert"
domaines = ["cahors.example"]

[commune.mairie]
adresse = "73 boulevard Gambetta"
code_postal = "46000"
ville = "Cahors"
telephone = "05 65 00 00 00"
courriel = "mairie@cahors.example"
directeur = "Marie Exemple"

[[commune.boite]]
adresse = "mairie"
go = 10
secours = "anne.dupont@example.org"

[[commune.alias]]
adresse = "contact"
vers = ["mairie@cahors.example"]
"""


@pytest.fixture(scope="module")
def whole() -> Generator[Platform, None, None]:
    if why := missing():
        pytest.skip(why)
    with platform() as running:
        yield running


def words(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_from_the_order_to_the_mail_that_is_read(whole: Platform) -> None:
    run = Recorded()
    for step in (_order, _answers_of_the_dns, _page, _password, _mail, _webmail):
        step(whole, run)
    recorded.write(run.steady())
    assert run.steady() == recorded.shown()


def _order(whole: Platform, run: Recorded) -> None:
    file: Path = whole.install.var / "commande.toml"
    file.write_text(ORDER)
    run.told("cat commande.toml", ORDER)
    plan = words(whole.beffroi("plan", str(file)))
    run.told("beffroi plan commande.toml", plan)
    found = re.search(r"Empreinte : (\w+)", plan)
    assert found, plan
    done = words(whole.beffroi("apply", str(file), "--checksum", found[1]))
    run.told(f"beffroi apply commande.toml --checksum {found[1]}", done.splitlines()[-1])
    assert whole.registry.count("create cahors.example") == 1
    run.told("beffroi plan commande.toml", words(whole.beffroi("plan", str(file))))


def _answers_of_the_dns(whole: Platform, run: Recorded) -> None:
    for name, kind in ((SITE, "A"), ("cahors.example", "MX"), ("cahors.example", "TXT"), ("cahors.example", "CAA")):
        told = dns.query.udp(dns.message.make_query(name, kind), "127.0.0.1", port=whole.dns.dns, timeout=5)
        run.told(f"dig +short {name} {kind}", *(data.to_text() for found in told.answer for data in found))


def _page(whole: Platform, run: Recorded) -> None:
    until((whole.install.var / "hosts" / SITE / "current/www/index.html").exists, 90)
    page = whole.visit(SITE)
    title = re.search(r"<title>.*?</title>", page.body)
    assert title, page.body[:500]
    run.told(f"curl --verbose https://{SITE}/", f"*  issuer: CN={page.issuer}", f"< HTTP/1.1 {page.status}", title[0])
    led = whole.visit("cahors.example", "/contact/")
    run.told(
        "curl --head https://cahors.example/contact/", f"HTTP/1.1 {led.status}", f"location: {led.headers['Location']}"
    )
    with pytest.raises((ssl.SSLError, ConnectionError)):
        whole.visit("www.figeac.example")


def _password(whole: Platform, run: Recorded) -> None:
    """The link goes to another address of the agent; the password is chosen, never sent."""
    whole.turn_of_the_worker()
    outbox = whole.install.var / "outbox"
    until(lambda: any(BOX in path.read_text() for path in outbox.glob("*")), 90)
    (letter,) = (path.read_text() for path in outbox.glob("*") if BOX in path.read_text())
    found = re.search(r"https://\S+/ouvrir/\S+/", letter)
    assert found, letter
    said = next(line for line in letter.splitlines() if BOX in line and "prête" in line)
    run.told("cat outbox/*", words(said.strip()), found[0])
    path = urlsplit(found[0]).path
    page = whole.visit(ADMIN, path)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.body)
    assert token, page.body[:1500]
    cookie = page.headers["Set-Cookie"].partition(";")[0]
    form = urlencode({"csrfmiddlewaretoken": token[1], "new": WORD, "again": WORD})
    done = whole.visit(ADMIN, path, form=form, cookies=cookie)
    assert done.status == 200
    assert whole.visit(ADMIN, path).status == 410


def _mail(whole: Platform, run: Recorded) -> None:
    deliver = partial(whole.mail.deliver, "contact@cahors.example")
    sent = (
        ("Horaires du marché", {"body": "Bonjour, à quelle heure ouvre le marché ?\n"}),
        ("Gagnez un téléphone", {"body": f"{JUNK}\n"}),
        ("Virement urgent", {"body": f"{GTUBE}\n"}),
        ("Votre facture", {"attachment": clamav.EICAR}),
    )
    for subject, more in sent:
        answer = deliver(subject, **more)
        run.told(f"swaks --to contact@cahors.example --header 'Subject: {subject}'", f"<- {answer}")
    for folder in ("INBOX", "Junk"):
        until(partial(_subjects, whole, folder))
        found = (f"hdr.subject: {subject}" for subject in _subjects(whole, folder))
        run.told(f"doveadm fetch -u {BOX} hdr.subject mailbox {folder}", *found)
    refused = whole.mail.submit(BOX, WORD, BOX, sender="maire@figeac.example")
    run.told(f"swaks --auth-user {BOX} --from maire@figeac.example --to {BOX}", f"<- {refused}")


def _subjects(whole: Platform, folder: str) -> list[str]:
    """As a reader of mail shows them."""
    with whole.mail.reading(BOX, WORD) as reader:
        return [str(make_header(decode_header(subject_of(message)))) for message in messages_in(reader, folder)]


def _webmail(whole: Platform, run: Recorded) -> None:
    with (
        webmails.roundcube(whole.mail.host, free_port()) as address,
        httpx.Client(base_url=address, follow_redirects=True, timeout=60) as client,
    ):
        page = enter(client, BOX, WORD)
        listed = client.get("/?_task=mail&_action=list&_mbox=INBOX&_remote=1", headers=asked_by(page))
        assert "Horaires du march" in listed.json()["exec"]
