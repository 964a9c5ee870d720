from __future__ import annotations

import re
from pathlib import Path

import pytest
from scrapy.utils.misc import load_object

import spiders.settings

NAMED = re.findall(
    r'"(spiders\.[\w.]+\.[A-Z]\w+)"', Path(spiders.settings.__file__).read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", NAMED)
def test_what_the_settings_name_can_be_loaded(name: str) -> None:
    assert callable(load_object(name))
