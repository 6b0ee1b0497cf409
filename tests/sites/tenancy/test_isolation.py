"""Nobody of one commune sees, picks, edits or downloads anything of the other."""

import gc
import logging
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sites.tenancy.planted import Planted, PlantedWorld, build_planted_world
from tests.sites.tenancy.sweep import addresses, sweep
from tests.sites.tenancy.sweep.visitor import Visitor
from tests.sites.tenancy.sweep.watch import Watch

pytestmark = [
    pytest.mark.isolation,
    # Wagtail leaves the uploads it copies to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]

#: Addresses at which nobody of the town ever succeeds, and why that is no hole in the test.
NEVER_SUCCEED = {
    "^.*/$": "Wagtail's own « not found »",
    "guichet:piece": "the planted message holds no file; tests/cms/guichet reads one",
    "writing:look": "wants a former look, which a button of the form names; tests/cms/writing takes some back",
    "writing:photo": "wants a picture, which no form of a page sends; tests/cms/writing sends one",
    "boite:choose": "needs the token of a message; see tests/deploy/mail",
    "accounts_invitation": "needs the token of a message; answers 410 to anybody without it",
    "public:plan:tile": "answers under the names of the communes alone, and holds pictures of the map",
    "public:recherche:results": "the same for what stands online; see tests/cms/search",
    "public:recherche:titles": "the same",
    "subscriptions:renew": "no town here is a training site; tests/deploy/ecole makes one new, and is refused others",
    "relecture_answer": "needs the token of a message",
    "wagtailadmin_logout": "leads to the log-in page",
    "wagtaildocs_authenticate_with_password": "no collection has a password here",
    "wagtailimages:url_generator": "the generator of public addresses for originals is off",
    "wagtailimages:url_generator_output": "the same",
    "wagtaillocales:add": "French is the only language",
    "wagtailredirects:process_import": "second step of an import that only the platform's team may start",
    "wagtailsnippets:index": "no model is a snippet",
}
NEVER_SUCCEED |= {
    f"public:{code}:{name}": "answers under the name of a commune alone; see tests/modules"
    for code in ("contact", "formulaires")
    for name in ("challenge", "send", "confirm", "received")
}
NEVER_SUCCEED |= {
    address.name: "the same; see tests/modules/annuaire"
    for address in addresses.every_address()
    if address.name.startswith("public:annuaire:")
}
NEVER_SUCCEED |= {
    f"public:accessibilite:{name}": "the same; see tests/cms/accessibilite"
    for name in ("form", "challenge", "send", "confirm", "received")
}
NEVER_SUCCEED |= {
    address.name: "answers under the name of a commune alone; see test_api.py"
    for address in addresses.every_address()
    if address.name.startswith("public:api:")
}


#: Addresses that show the marker to the town's own people: fewer would mean that the walk went nowhere.
SHOWN_AT_HOME = 80


@pytest.fixture
def planted(db: None, var: Path) -> Iterator[PlantedWorld]:
    logging.disable(logging.CRITICAL)
    yield build_planted_world()
    logging.disable(logging.NOTSET)


def walk(a: Planted, b: Planted, world: PlantedWorld) -> sweep.Report:
    """The control run by A's people, then every role of B, then nobody."""
    report = sweep.Report()
    found = sweep.cases(a, report)
    sweep.control(found, a, sweep.people_of(a, world.world.superuser), report)
    watch = Watch(a)
    theirs = sweep.own_cases(b)
    people = sweep.people_of(b, world.world.superuser)[:-1]
    for visitor in [*people, Visitor("anonyme", None)]:
        sweep.attack(found, visitor, a, watch, report)
    for visitor in people:
        sweep.own_forms(theirs, visitor, a, watch, report)
    return report


def tell(report: sweep.Report, seconds: float) -> str:
    """The figures, so that a wall of 404 cannot pass for safety."""
    lines = [
        f"walked {len(report.walked)}/{report.total} addresses, {report.requests} requests, {seconds:.0f} s of CPU",
        f"control: {len(report.entitled)} addresses succeeded, {len(report.accepted_posts)} wrote on POST",
        f"detector: {len(report.shown)} addresses showed the marker to the town's own people",
    ]
    lines += [f"  {name:<20}{dict(sorted(counts.items()))}" for name, counts in report.histogram.items()]
    return "\n".join(lines)


def details(report: sweep.Report) -> str:
    """Everything, for who repairs: asked for by SWEEP_REPORT=<file>."""
    parts = [
        f"{title}\n" + "\n".join(f"  {row}" for row in rows)
        for title, rows in (
            ("ENTITLED", sorted(map(str, report.entitled.items()))),
            ("NEVER", sorted(map(str, report.never_succeeded.items()))),
            ("WRITES", sorted(report.accepted_posts)),
            ("CRASHES", [f"{name} {place}" for name, found in report.crashes.items() for place in sorted(found)]),
            ("LEAKS", [f"{name} {reason}" for name, found in sorted(report.leaks.items()) for reason in sorted(found)]),
        )
    ]
    return "\n".join(parts)


@pytest.mark.parametrize(("of", "towards"), [("belleville", "aubord"), ("aubord", "belleville")])
def test_every_address_as_every_role(planted: PlantedWorld, of: str, towards: str) -> None:
    start = time.process_time()
    report = walk(getattr(planted, towards), getattr(planted, of), planted)
    figures = f"\n{of} → {towards}: {tell(report, time.process_time() - start)}\n"
    print(figures, file=sys.__stdout__)  # shown even when all is well
    if path := os.environ.get("SWEEP_REPORT"):
        Path(f"{path}-{of}.txt").write_text(f"{figures}\n{details(report)}", encoding="utf-8")
    gc.collect()  # while unclosed uploads are still let be
    assert report.without_factory == []
    assert len(report.walked) == report.total - len(sweep.NOT_ASKED)
    assert set(report.never_succeeded) == set(NEVER_SUCCEED)
    assert len(report.shown) > SHOWN_AT_HOME  # the detector works
    assert {name: sorted(found)[:3] for name, found in report.crashes.items()} == {}
    assert {name: sorted(found)[:3] for name, found in report.leaks.items() if found} == {}
