from __future__ import annotations

import re
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.utils.misc import load_object

import spiders.settings

NAMED = re.findall(
    r'"(spiders\.[\w.]+\.[A-Z]\w+)"', Path(spiders.settings.__file__).read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", NAMED)
def test_what_the_settings_name_can_be_loaded(name: str) -> None:
    assert callable(load_object(name))


def test_what_scrapy_would_import_and_never_use_is_named_nowhere() -> None:
    settings = Settings()
    settings.setmodule(spiders.settings)
    named = settings.getwithbase("EXTENSIONS")
    assert "scrapy.extensions.closespider.CloseSpider" in named
    assert [name for name, order in named.items() if order is None] == []
