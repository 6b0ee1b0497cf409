"""axe with its RGAA rules, the experimental ones included, and with its French sentences."""

import json
from functools import lru_cache
from typing import Any

from tests.tools import AXE, AXE_FRENCH

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4")
# Off unless asked for: they serve the criteria 5.4, 5.7, 9.1, 12.8 and 13.9.
EXPERIMENTAL = ("table-fake-caption", "td-has-header", "p-as-heading", "focus-order-semantics", "css-orientation-lock")
RUN = """async ([locale, tags, more, without = []]) => {
  axe.configure({locale});
  const rules = Object.fromEntries([...more, ...without].map((rule) => [rule, {enabled: !without.includes(rule)}]));
  const found = await axe.run(document, {resultTypes: ["violations"], runOnly: {type: "tag", values: tags}, rules});
  return found.violations.map((v) => `${v.id} : ${v.nodes.map((node) => node.html).join(" | ").slice(0, 300)}`);
}"""
RULES = """() => axe.getRules().map((rule) => [rule.ruleId, rule.tags])"""


@lru_cache
def _source() -> tuple[str, Any]:
    return AXE.read_text("utf-8"), json.loads(AXE_FRENCH.read_text("utf-8"))


def faults(tab: Any, without: tuple[str, ...] = ()) -> list[str]:
    """What axe says of the page shown; ``without`` are rules to leave out."""
    source, locale = _source()
    tab.evaluate(source)
    found: list[str] = tab.evaluate(RUN, [locale, list(TAGS), list(EXPERIMENTAL), list(without)])
    return found


def rules(tab: Any) -> dict[str, frozenset[str]]:
    """Criteria of RGAA that each rule of axe serves, by its own tags (``RGAA-9.1.2`` is a test of criterion 9.1)."""
    tab.evaluate(_source()[0])
    served = {}
    for rule, tags in tab.evaluate(RULES):
        tests = [tag.removeprefix("RGAA-") for tag in tags if tag.startswith("RGAA-")]
        if tests:
            served[rule] = frozenset(".".join(test.split(".")[:2]) for test in tests)
    return served
