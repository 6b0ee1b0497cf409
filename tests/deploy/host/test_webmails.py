"""The webmail in front of the real mail servers: one logs in with the address, reads, and is refused when wrong."""

import re

import httpx
import pytest

from tests.servers import webmails
from tests.servers.mail import MailServers
from tests.servers.ports import free_port

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("mail")]
ANNE, WORD = "anne@cahors.example", "ouvre-moi"


def enter(client: httpx.Client, box: str, word: str) -> httpx.Response:
    page = client.get("/")
    assert "Messagerie" in page.text
    token = re.search(r'name="_token" value="([^"]+)"', page.text)
    assert token is not None, page.text[:2000]
    form = {"_task": "login", "_action": "login", "_timezone": "Europe/Paris", "_url": "", "_user": box}
    return client.post("/?_task=login", data=form | {"_token": token[1], "_pass": word})


@pytest.mark.parametrize("servers", ["sqlite"], indirect=True)
def test_a_box_is_read_in_roundcube(servers: MailServers) -> None:
    if not webmails.roundcube_installed():
        pytest.skip(webmails.ROUNDCUBE_MISSING)
    assert servers.deliver(ANNE, "lu dans le webmail") == "250"
    servers.subjects(ANNE, WORD, wanted="lu dans le webmail")
    with webmails.roundcube(servers.host, free_port()) as address:
        with httpx.Client(base_url=address, follow_redirects=True, timeout=60) as stranger:
            assert enter(stranger, ANNE, "faux").status_code == 401
        with httpx.Client(base_url=address, follow_redirects=True, timeout=60) as client:
            page = enter(client, ANNE, WORD)
            assert page.status_code == 200, page.text[:500]
            assert 'lang="fr"' in page.text
            listed = client.get("/?_task=mail&_action=list&_mbox=INBOX&_remote=1", headers=asked_by(page))
            assert "lu dans le webmail" in listed.json()["exec"]


def asked_by(page: httpx.Response) -> dict[str, str]:
    token = re.search(r'"request_token":"([^"]+)"', page.text)
    assert token is not None
    return {"X-Roundcube-Request": token[1]}


@pytest.mark.parametrize("servers", ["postgresql"], indirect=True)
def test_sogo_opens_to_collaborative_accounts_and_to_no_other(servers: MailServers) -> None:
    if not webmails.sogo_installed():
        pytest.skip(webmails.SOGO_MISSING)
    with webmails.sogo(servers.host) as address, httpx.Client(base_url=address, timeout=60) as client:

        def asked(login: str, word: str) -> int:
            return client.request("PROPFIND", f"/SOGo/dav/{login}/Calendar/", auth=(login, word)).status_code

        assert asked("mairie@cahors.example", WORD) == 207
        assert asked("mairie@cahors.example", "faux") == 401
        assert asked(ANNE, WORD) == 401, "a box that is « classique »"
