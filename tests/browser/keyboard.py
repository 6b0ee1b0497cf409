"""A person without a mouse: Tab, until the thing is reached, its focus seen on the way."""

from typing import Any

import pytest

FAR = 120  # more keys than anybody should need
SEES_FOCUS = """
window.sees_focus = () => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none";
};
"""


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until the element has the focus, which must be seen on the way."""
    for _key in range(FAR):
        if page.evaluate("selector => !!document.activeElement && document.activeElement.matches(selector)", selector):
            assert page.evaluate("sees_focus()"), f"On ne voit pas où est le focus : {selector}"
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Le clavier n’atteint pas {selector}.")
