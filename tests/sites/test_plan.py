import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.plan import AbsurdPlanError, Action, Change, Plan, Thing, Vocabulary, to_text


def thing(name: str, payload: object = 1, rank: int = 0, group: str = "", *, kept: bool = False) -> Thing:
    return Thing(("file", name), payload, rank, group, kept)


def things(names: str, payload: object = 1) -> list[Thing]:
    return [thing(name, payload) for name in names]


def names(plan: Plan, action: Action) -> str:
    return "".join(change.key[1] for change in plan if change.action is action)


def test_nothing_differs_plans_nothing() -> None:
    plan = Plan.between(things("abc"), things("abc"))
    assert not plan
    assert len(plan) == 0
    assert plan.summary() == "Rien à faire."


def test_what_is_wanted_is_created_changed_or_deleted() -> None:
    plan = Plan.between([*things("ab"), thing("c", 1)], [*things("a"), thing("c", 2), thing("d")])
    assert (names(plan, Action.CREATE), names(plan, Action.UPDATE), names(plan, Action.DELETE)) == ("d", "c", "b")
    assert plan.summary() == "1 création, 1 modification, 1 suppression"


def test_a_kept_thing_is_an_orphan_and_is_never_applied() -> None:
    plan = Plan.between([thing("mairie@cahors.fr", kept=True)], [])
    assert [change.action for change in plan] == [Action.ORPHAN]
    assert plan.to_apply == ()
    assert not plan


def test_building_goes_up_by_rank_and_taking_down_comes_after_in_reverse() -> None:
    before = [thing("old-low", rank=1), thing("old-high", rank=9)]
    after = [thing("new-high", rank=9), thing("new-low", rank=1)]
    assert [change.key[1] for change in Plan.between(before, after)] == ["new-low", "new-high", "old-high", "old-low"]


def test_groups_come_in_order_each_with_its_changes_by_rank() -> None:
    wanted = [thing("z", rank=1, group="46042"), thing("a", rank=2, group="46042"), thing("b", rank=1, group="46002")]
    groups = [(group, [change.key[1] for change in changes]) for group, changes in Plan.between([], wanted).groups()]
    assert groups == [("46002", ["b"]), ("46042", ["z", "a"])]


keys = st.text("abcdef", min_size=1, max_size=3)
worlds = st.dictionaries(keys, st.integers(0, 3), max_size=12)


@given(worlds, worlds)
def test_applying_a_plan_leads_to_what_was_wanted(existing: dict[str, int], wanted: dict[str, int]) -> None:
    world = dict(existing)
    before = [thing(name, value) for name, value in existing.items()]
    after = [thing(name, value) for name, value in wanted.items()]
    for change in Plan.between(before, after).to_apply:
        if change.action is Action.DELETE:
            del world[change.key[1]]
        else:
            world[change.key[1]] = change.after
    assert world == wanted


@given(worlds, worlds, st.randoms())
def test_the_checksum_does_not_depend_on_the_order_of_reading(
    existing: dict[str, int], wanted: dict[str, int], shuffle: Random
) -> None:
    before = [thing(name, value) for name, value in existing.items()]
    after = [thing(name, value) for name, value in wanted.items()]
    first = Plan.between(before, after)
    shuffle.shuffle(before)
    shuffle.shuffle(after)
    assert Plan.between(before, after).checksum == first.checksum


def test_the_checksum_covers_what_was_there_before() -> None:
    first = Plan.between([thing("a", 1)], [thing("a", 3)])
    moved = Plan.between([thing("a", 2)], [thing("a", 3)])
    assert first.checksum != moved.checksum


def test_the_canonical_json_says_every_change_without_a_space() -> None:
    plan = Plan((Change(Action.CREATE, ("file", "é"), None, {"b": 1, "a": 2}),))
    assert plan.canonical_json() == (
        '[{"action":"create","after":{"a":2,"b":1},"before":null,"group":"","kind":"file","name":"é","rank":0}]'
    )
    assert json.loads(plan.canonical_json())[0]["name"] == "é"


def test_a_plan_that_deletes_a_third_is_refused() -> None:
    plan = Plan.between(things("abcdefghij"), things("abcdef"))
    assert plan.weight == pytest.approx(0.4)
    with pytest.raises(AbsurdPlanError, match="supprimerait 4 éléments sur 10"):
        plan.refuse_if_absurd()


def test_three_in_ten_is_still_accepted_and_so_is_what_is_explained() -> None:
    Plan.between(things("abcdefghij"), things("abcdefg")).refuse_if_absurd()
    Plan.between(things("abcdefghij"), things("ab")).refuse_if_absurd(explained=[("file", name) for name in "cdefgh"])


def test_two_deletions_are_too_few_to_judge() -> None:
    Plan.between(things("ab"), []).refuse_if_absurd()


def test_an_update_names_each_field_that_differs_however_deep() -> None:
    before, after = {"mairie": {"phone": "05", "city": "Cahors"}}, {"mairie": {"phone": "06", "city": "Cahors"}}
    text = to_text(Plan.between([thing("x", before)], [thing("x", after)]), Vocabulary({"phone": "téléphone"}))
    assert "      mairie téléphone\u00a0: 05 → 06" in text.splitlines()
    assert "city" not in text


def test_a_plan_reads_group_by_group_and_ends_with_its_checksum() -> None:
    plan = Plan.between(
        [thing("old", group="46042", kept=True)],
        [thing("new", {"size": 5, "hidden": "x", "empty": ""}, group="46042")],
    )
    words = Vocabulary({"file": "fichier", "size": "taille"}, {"46042": "Cahors"}, frozenset({"hidden"}))
    assert to_text(plan, words).splitlines() == [
        "Cahors",
        "  + fichier new (taille 5)",
        "  ! fichier old (orphelin\u00a0: conservé)",
        "",
        "1 création, 1 orphelin conservé",
        f"Empreinte\u00a0: {plan.checksum}",
    ]
