"""Stand-ins of three hosts of mail, after their documentation and public clients: what drivers ask, and faults."""

import base64
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.servers.ovh_dns import Ovh
from tests.servers.stand_in import Answer, Asked, Refusal, answering

LOGIN, PASSWORD = "admin@cdg.example", "mot-de-passe-des-essais"
TOKEN = "jeton-des-essais-de-courriel"
SLOW = 1.0  # seconds


@dataclass
class Vendor:
    """What was asked of it (« POST /domains/ », « CreateAccount »), and how it fails, by what is asked."""

    asked: list[str] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    passwords: list[str] = field(default_factory=list)
    url: str = ""
    fault: Callable[[str], str] = lambda _asked: ""  # « mute » (done, unanswered), « 500 », « slow » (done, late)

    def heard(self, asked: Asked) -> str:
        """The name of a request."""
        return f"{asked.method} {asked.path}"

    def reply(self, asked: Asked) -> Answer:
        """To be said by each vendor."""
        raise NotImplementedError

    def answer(self, asked: Asked) -> Answer:
        """``reply``, or a fault."""
        name = self.heard(asked)
        self.asked.append(name)
        self.bodies.append(asked.body if asked.raw else None)
        fault = self.fault(name)
        if fault == "500":
            raise Refusal(500, {"message": f"panne {PASSWORD} {TOKEN} {asked.raw}"})
        reply = self.reply(asked)
        if fault == "mute":
            raise ConnectionResetError
        if fault == "slow":
            time.sleep(SLOW)
        return reply


def soap_fault(code: str, text: str = "") -> Refusal:
    """As Zimbra says no: with the status 500."""
    fault = {"Code": {"Value": "soap:Sender"}, "Reason": {"Text": text or code}, "Detail": {"Error": {"Code": code}}}
    return Refusal(500, {"Header": {}, "Body": {"Fault": fault}})


@dataclass
class Zimbra(Vendor):
    """Accounts and lists by name; domains are those that were made."""

    domains: set[str] = field(default_factory=set)
    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    expired: int = 0  # so many tokens to refuse

    def heard(self, asked: Asked) -> str:
        return str(next(iter(asked.body["Body"]))).removesuffix("Request")

    def reply(self, asked: Asked) -> Answer:
        name = self.heard(asked)
        content = asked.body["Body"][f"{name}Request"]
        context = asked.body["Header"]["context"]
        if name == "Auth":
            if (content["name"], content["password"]) != (LOGIN, PASSWORD):
                raise soap_fault("account.AUTH_FAILED", f"authentication failed for [{LOGIN}] {content['password']}")
            found: Any = {"authToken": [{"_content": TOKEN}], "lifetime": 43_200_000}
        else:
            self.expired -= 1
            if context.get("authToken") != TOKEN or self.expired >= 0:
                raise soap_fault("service.AUTH_EXPIRED")
            found = getattr(self, f"on_{name}")(content)
        return 200, {"Header": {}, "Body": {f"{name}Response": {"_jsns": "urn:zimbraAdmin", **found}}}, {}

    def on_SearchDirectory(self, content: Any) -> Any:  # noqa: N802  # Zimbra's names, here and below
        domain = content["domain"]
        if domain not in self.domains:
            raise soap_fault("account.NO_SUCH_DOMAIN")
        accounts = [self._told(name) for name in self.accounts if name.endswith(f"@{domain}")]
        lists = [
            {
                "name": name,
                "id": f"l-{name}",
                "a": [{"n": "zimbraMailForwardingAddress", "_content": one} for one in to],
            }
            for name, to in self.lists.items()
            if name.endswith(f"@{domain}")
        ]
        return {"account": accounts, "dl": lists, "more": False} if lists else {"account": accounts, "more": False}

    def on_CreateDomain(self, content: Any) -> Any:  # noqa: N802
        if content["name"] in self.domains:
            raise soap_fault("account.DOMAIN_EXISTS")
        self.domains.add(content["name"])
        return {}

    def on_CreateAccount(self, content: Any) -> Any:  # noqa: N802
        self._free(content["name"])
        self.passwords.append(content["password"])
        self.accounts[content["name"]] = {"zimbraAccountStatus": "active", "zimbraMailAlias": []}
        self.on_ModifyAccount({"id": f"a-{content['name']}", "a": content["a"]})
        return {"account": [self._told(content["name"])]}

    def on_ModifyAccount(self, content: Any) -> Any:  # noqa: N802
        account = self.accounts[content["id"].removeprefix("a-")]
        account |= {one["n"]: one["_content"] for one in content["a"]}
        return {}

    def on_GetAccount(self, content: Any) -> Any:  # noqa: N802
        wanted = content["account"]["_content"]
        for name, account in self.accounts.items():
            if wanted == name or wanted in account["zimbraMailAlias"]:
                return {"account": [self._told(name)]}
        raise soap_fault("account.NO_SUCH_ACCOUNT")

    def on_AddAccountAlias(self, content: Any) -> Any:  # noqa: N802
        self._free(content["alias"])
        self.accounts[content["id"].removeprefix("a-")]["zimbraMailAlias"].append(content["alias"])
        return {}

    def on_RemoveAccountAlias(self, content: Any) -> Any:  # noqa: N802
        self.accounts[content["id"].removeprefix("a-")]["zimbraMailAlias"].remove(content["alias"])
        return {}

    def on_GetDistributionList(self, content: Any) -> Any:  # noqa: N802
        name = content["dl"]["_content"]
        if name not in self.lists:
            raise soap_fault("account.NO_SUCH_DISTRIBUTION_LIST")
        return {"dl": [{"name": name, "id": f"l-{name}"}]}

    def on_CreateDistributionList(self, content: Any) -> Any:  # noqa: N802
        self._free(content["name"])
        self.lists[content["name"]] = []
        return {"dl": [{"name": content["name"], "id": f"l-{content['name']}"}]}

    def on_AddDistributionListMember(self, content: Any) -> Any:  # noqa: N802
        self.lists[content["id"].removeprefix("l-")] += [one["_content"] for one in content["dlm"]]
        return {}

    def on_RemoveDistributionListMember(self, content: Any) -> Any:  # noqa: N802
        for one in content["dlm"]:
            self.lists[content["id"].removeprefix("l-")].remove(one["_content"])
        return {}

    def on_DeleteDistributionList(self, content: Any) -> Any:  # noqa: N802
        del self.lists[content["id"].removeprefix("l-")]
        return {}

    def _free(self, name: str) -> None:
        if name.rpartition("@")[2] not in self.domains:
            raise soap_fault("account.NO_SUCH_DOMAIN")
        aliases = {alias for one in self.accounts.values() for alias in one["zimbraMailAlias"]}
        if name in {*self.accounts, *self.lists, *aliases}:
            raise soap_fault("account.ACCOUNT_EXISTS")

    def _told(self, name: str) -> Any:
        values = self.accounts[name].items()
        pairs = [(key, one) for key, value in values for one in (value if isinstance(value, list) else [value]) if one]
        return {"name": name, "id": f"a-{name}", "a": [{"n": key, "_content": one} for key, one in pairs]}


@dataclass
class Dimail(Vendor):
    """Boxes and lines of aliases by domain."""

    boxes: dict[str, dict[str, str]] = field(default_factory=dict)  # by domain: local part, « yes » or « no »
    aliases: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def reply(self, asked: Asked) -> Answer:
        if asked.path == "/token/":
            right = base64.b64encode(f"{LOGIN}:{PASSWORD}".encode()).decode()
            if asked.headers["Authorization"] != f"Basic {right}":
                raise Refusal(403, {"detail": f"Permission denied {asked.headers['Authorization']}"})
            return 200, {"access_token": TOKEN, "token_type": "bearer"}, {}
        if asked.headers["Authorization"] != f"Bearer {TOKEN}":
            raise Refusal(403, {"detail": "Permission denied"})
        if asked.path == "/domains/":
            self._new(asked.body["name"] not in self.boxes)
            self.boxes[asked.body["name"]], self.aliases[asked.body["name"]] = {}, []
            return 201, asked.body, {}
        domain = asked.parts[1]
        if domain not in self.boxes:
            raise Refusal(404, {"detail": "Domain not found"})
        status, found = self._said(asked, domain)
        return status, found, {}

    def _said(self, asked: Asked, domain: str) -> tuple[int, object]:
        boxes, aliases = self.boxes[domain], self.aliases[domain]
        match asked.method, asked.parts[2:]:
            case "GET", ["mailboxes"]:
                return 200, [{"type": "mailbox", "email": f"{one}@{domain}", "active": on} for one, on in boxes.items()]
            case "POST", ["mailboxes", local]:
                self._new(local not in boxes)
                boxes[local] = "yes"
                self.passwords.append(f"tire-au-sort-{len(self.passwords)}")
                return 201, {"email": f"{local}@{domain}", "password": self.passwords[-1]}
            case "PATCH", ["mailboxes", local] if local in boxes:
                boxes[local] = asked.body["active"]
                return 200, {}
            case "GET", ["aliases"]:
                return 200, [{"username": name, "domain": domain, "destination": to} for name, to in aliases]
            case "POST", ["aliases"]:
                line = (asked.body["user_name"], asked.body["destination"])
                self._new(line not in aliases)
                aliases.append(line)
                return 201, asked.body
            case "DELETE", ["aliases", name, to] if (name, to) in aliases:
                aliases.remove((name, to))
                return 204, None
        raise Refusal(404, {"detail": "Not found"})

    def _new(self, new: bool) -> None:  # noqa: FBT001
        if not new:
            raise Refusal(409, {"detail": "Already exists"})


@dataclass
class MxPlan(Vendor):
    """OVHcloud's: accounts and redirections of the domains that have an offer; signatures as for zones."""

    accounts: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    redirections: dict[int, dict[str, str]] = field(default_factory=dict)
    number: int = 0

    def reply(self, asked: Asked) -> Answer:
        if asked.path == "/auth/time":
            return 200, 1_700_000_000, {}
        Ovh(url=self.url)._check(asked)
        domain = asked.parts[2]
        if domain not in self.accounts:
            raise Refusal(404, {"message": "This service does not exist"})
        return 200, self._said(asked, domain), {}

    def _said(self, asked: Asked, domain: str) -> object:
        what, *rest = asked.parts[3:]
        if what == "account":
            return self._account(asked, self.accounts[domain], *rest)
        return self._redirection(asked, *map(int, rest))

    def _account(self, asked: Asked, accounts: dict[str, dict[str, Any]], local: str = "") -> object:
        if asked.method == "POST":
            if asked.body["accountName"] in accounts:
                raise Refusal(409, {"message": f"Account exists {asked.body['password']}"})
            self.passwords.append(asked.body["password"])
            accounts[asked.body["accountName"]] = {"size": asked.body["size"], "isBlocked": False}
            return {"id": 1, "action": "addAccount"}
        if not local:
            return list(accounts)
        if local not in accounts:
            raise Refusal(404, {"message": "Got an invalid (or empty) URL"})
        if asked.method == "PUT":
            accounts[local] |= asked.body
        return {"accountName": local, **accounts[local]}

    def _redirection(self, asked: Asked, number: int = 0) -> object:
        if asked.method == "POST":
            line = {name: asked.body[name] for name in ("from", "to")}
            if line in self.all:
                raise Refusal(409, {"message": "Redirection exists"})
            self.number += 1
            self.redirections[self.number] = line
            return {"id": 2, "action": "add"}
        if not number:
            return [one for one, line in self.redirections.items() if asked.query["from"] in line["from"]]
        if number not in self.redirections:
            raise Refusal(404, {"message": "Got an invalid (or empty) URL"})
        line = self.redirections[number]
        if asked.method == "DELETE":
            del self.redirections[number]
        return {"id": number, **line}

    @property
    def all(self) -> list[dict[str, str]]:
        """Its redirections."""
        return list(self.redirections.values())


@contextmanager
def running(vendor: Vendor) -> Generator[None, None, None]:
    """Have it answer at ``vendor.url``."""
    with answering(vendor.answer) as url:
        vendor.url = url
        yield
