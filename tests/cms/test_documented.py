"""``docs/contenus.md`` says all that an editor may write, and nothing else."""

import re
from pathlib import Path

from django.conf import settings
from wagtail.models import get_page_models

from cms import outside
from cms.blocks import HOME_BLOCKS
from cms.models import BasePage

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "contenus.md").read_text(encoding="utf-8")


def test_every_page_type_is_documented_and_no_other() -> None:
    types = {model._meta.label for model in get_page_models() if model is not BasePage}
    assert set(re.findall(r"^\| [^|]+ \(`([\w.]+)`\) \|", TEXT, re.MULTILINE)) == types


def test_every_block_is_documented_under_the_name_that_editors_read() -> None:
    said = dict(re.findall(r"^\| ([^|`]+) \| `(\w+)` \|", TEXT, re.MULTILINE))
    assert said == {str(block.label): name for name, block in HOME_BLOCKS}


def test_the_outside_tools_and_the_limits_are_those_of_the_platform() -> None:
    assert [tool.name for tool in outside.TOOLS if tool.name not in TEXT] == []
    for limit in (settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE):
        assert f"{limit // 1024**2} Mo" in TEXT
    assert f"{settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000} millions de pixels" in TEXT
