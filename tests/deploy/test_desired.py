from dataclasses import replace
from datetime import date

from deploy.desired import Platform, desired, hosts_of
from deploy.resources import CmsSite, DnsRecord, Person, Resource, Vhost, key, payload, resource_of
from deploy.subscriptions import CommuneFacts, LineKind, Ordered, OrderedMailbox, OrderedPerson, Subscription, amend

CAHORS = CommuneFacts("46042", "Cahors", "46", "Lot", population=20050, postcodes=("46000",))
DAY = date(2026, 12, 1)
ORDER = Ordered("46042", "expert", "causse", "cahors.cdg46.example", DAY)
CDG = Platform("cdg46.example", ("192.0.2.1",), ("2001:db8::1",), "mx.cdg46.example")


def ordered(order: Ordered = ORDER) -> Subscription:
    return amend(None, CAHORS, order)


def wanted(order: Ordered = ORDER) -> list[str]:
    return [" ".join(key(resource)) for resource in desired(ordered(order), DAY, CDG)]


def find(resources: tuple[Resource, ...], kind: type[Resource]) -> list[Resource]:
    return [resource for resource in resources if isinstance(resource, kind)]


def test_a_commune_without_domain_gets_a_name_of_the_cdg() -> None:
    assert wanted() == [
        "dns cahors.cdg46.example A",
        "dns cahors.cdg46.example AAAA",
        "vhost cahors.cdg46.example",
        "site 46042",
    ]


def test_an_own_domain_serves_under_www_and_the_others_redirect() -> None:
    subscription = ordered(replace(ORDER, domains=("cahors.fr", "albas.fr")))
    assert hosts_of(subscription, DAY).serving == "www.cahors.fr"
    vhosts = find(desired(subscription, DAY, CDG), Vhost)
    assert {vhost.host: vhost.target for vhost in vhosts if isinstance(vhost, Vhost)} == {
        "www.cahors.fr": "",
        "cahors.fr": "www.cahors.fr",
        "albas.fr": "www.cahors.fr",
        "www.albas.fr": "www.cahors.fr",
        "cahors.cdg46.example": "www.cahors.fr",
    }


def test_mail_brings_its_records_where_it_lives() -> None:
    order = replace(ORDER, domains=("cahors.fr",), mailboxes=(OrderedMailbox("mairie@cahors.fr"),))
    records = {
        f"{one.name} {one.type}": (one.zone, *one.values)
        for one in desired(ordered(order), DAY, CDG)
        if isinstance(one, DnsRecord) and one.type in {"MX", "TXT"}
    }
    assert records == {
        "cahors.fr MX": ("cahors.fr", "10 mx.cdg46.example"),
        "cahors.fr TXT": ("cahors.fr", "v=spf1 mx -all"),
        "_dmarc.cahors.fr TXT": ("cahors.fr", "v=DMARC1; p=none"),
    }


def test_a_box_on_the_shared_domain_brings_no_record_of_its_own() -> None:
    order = replace(ORDER, mailboxes=(OrderedMailbox("cahors@cdg46.example"),))
    assert not any("MX" in name for name in wanted(order))


def test_nothing_is_wanted_before_the_first_day_nor_after_the_last() -> None:
    subscription = ordered(replace(ORDER, until=date(2027, 12, 1)))
    assert desired(subscription, date(2026, 11, 30), CDG) == ()
    assert desired(subscription, date(2027, 12, 1), CDG) == ()
    assert desired(subscription, date(2027, 11, 30), CDG) != ()


def test_the_same_subscription_always_gives_the_same_resources_in_the_same_order() -> None:
    order = replace(
        ORDER,
        domains=("b.fr", "a.fr"),
        mailboxes=tuple(OrderedMailbox(f"{name}@b.fr") for name in "zyx"),
        people=(OrderedPerson("b@example.org", "B", "valideur"), OrderedPerson("a@example.org", "A", "valideur")),
    )
    resources = desired(ordered(order), DAY, CDG)
    shuffled = replace(ordered(order), lines=tuple(reversed(ordered(order).lines)))
    assert desired(shuffled, DAY, CDG) == resources
    ranks = [resource.rank for resource in resources]
    assert ranks == sorted(ranks)


def test_a_resource_survives_its_payload() -> None:
    order = replace(
        ORDER,
        domains=("cahors.fr",),
        mailboxes=(OrderedMailbox("mairie@cahors.fr"),),
        aliases=(("contact@cahors.fr", ("mairie@cahors.fr",)),),
        people=(OrderedPerson("a@example.org", "A", "valideur"),),
        modules_on=("comarquage",),
        facts={"phone": "05 65 00 00 00", "hours": {"monday": "09:00-12:00"}},
    )
    resources = desired(ordered(order), DAY, CDG)
    assert len({resource.kind for resource in resources}) == 7
    for resource in resources:
        assert payload(resource_of(resource.kind, payload(resource))) == payload(resource)


def test_the_site_carries_the_facts_its_first_pages_need() -> None:
    (site,) = find(desired(ordered(replace(ORDER, demo=True, rights=("workflow",))), DAY, CDG), CmsSite)
    assert isinstance(site, CmsSite)
    assert site.commune["population"] == 20050
    assert site.commune["postcodes"] == ["46000"]
    assert (site.demo, site.rights_on, site.pack) == (True, ("workflow",), "expert")


def test_one_person_of_two_communes_is_two_resources() -> None:
    anne = OrderedPerson("anne@example.org", "Anne", "contributeur")
    first = find(desired(ordered(replace(ORDER, people=(anne,))), DAY, CDG), Person)
    figeac = amend(None, replace(CAHORS, insee="46102"), replace(ORDER, insee="46102", people=(anne,)))
    second = find(desired(figeac, DAY, CDG), Person)
    assert key(first[0]) != key(second[0])


def test_the_line_of_a_closed_person_brings_nobody() -> None:
    anne = OrderedPerson("anne@example.org", "Anne", "contributeur")
    subscription = amend(ordered(replace(ORDER, people=(anne,))), CAHORS, replace(ORDER, since=date(2027, 1, 1)))
    assert find(desired(subscription, date(2027, 1, 1), CDG), Person) == []
    assert subscription.named(LineKind.PERSON) == {"anne@example.org"}
