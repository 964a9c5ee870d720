"""Texts of a few words: refused where they say that they are no article, else landed with a flag."""

from __future__ import annotations

import pytest
from landed_pages import landed_page

from spiders.extraction.extract import Extraction, ExtractionRules, Refusal, extract

MENU = "".join(
    f"<li><a href=/{name}>{name}</a></li>" for name in ("news", "sport", "weather", "jobs", "letters")
)
STATED = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry late"}</script>'


def read(text: str, title: str = "Harbour Gazette", head: str = "", **page: str) -> Extraction | Refusal:
    body = (
        f"<html><head><title>{title}</title>{head}</head><body><nav><ul>{MENU}</ul></nav>"
        f"<main><h1>{title}</h1><p>{text}</p></main><script>start()</script></body></html>"
    )
    url = "https://gazette.example/2026/11/the-ferry-is-late"
    return extract(landed_page(body, url, **page), ExtractionRules())


def reason_of(found: Extraction | Refusal) -> str:
    return found.reason.value if isinstance(found, Refusal) else ",".join(found.columns["flags"])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Loading…", "script_only"),
        ("Bitte warten, Inhalt wird geladen", "script_only"),
        ("加载中", "script_only"),
        ("You need to enable JavaScript to run this app.", "script_only"),
        ("We use cookies to give you the best experience on our website. Accept", "consent"),
        ("Wir verwenden Cookies, um Inhalte zu personalisieren und Zugriffe zu zählen.", "consent"),
        ("Este sitio web utiliza cookies para mejorar la experiencia del usuario.", "consent"),
        ("Sorry, the page you are looking for could not be found.", "soft_404"),
        ("Stránka nebola nájdená. Skúste to znova.", "soft_404"),
        ("Η σελίδα που ζητήσατε δεν βρέθηκε.", "soft_404"),
        ("العفو، الصفحة غير موجودة", "soft_404"),
        ("העמוד המבוקש לא נמצא", "soft_404"),
        ("ไม่พบหน้าที่คุณต้องการ", "soft_404"),
        ("صفحه مورد نظر یافت نشد", "soft_404"),
        ("Страницата не е намерена", "soft_404"),
        ("Nie znaleziono takiej strony", "soft_404"),
    ],
)
@pytest.mark.parametrize("discovery", ["feed", "sitemap"])
def test_what_stands_in_a_text_s_place_is_refused(text: str, reason: str, discovery: str) -> None:
    assert reason_of(read(text, discovery=discovery)) == reason


def test_two_words_are_no_text_unless_somebody_says_that_an_article_stands_there() -> None:
    assert reason_of(read("File photo", discovery="sitemap")) == "no_text"
    assert reason_of(read("More follows.", "Ferry late", discovery="feed")) == "short"
    assert reason_of(read("More follows.", "Ferry late", STATED, discovery="sitemap")) == "short"


@pytest.mark.parametrize(
    "text",
    [
        "The ferry at the outer quay in heavy fog on Tuesday. Photo: A. Reed",
        "Why the ferry is late, and what the harbour board will do about it.",
        "The board asked whether the page about cookies could be found by readers.",
    ],
)
def test_a_caption_or_a_teaser_lands_with_a_flag(text: str) -> None:
    assert reason_of(read(text, "The ferry is late")) == "short"


@pytest.mark.parametrize(
    "text",
    [
        (
            "The ferry to the outer island was an hour late on Tuesday since fog lay on the harbour, "
            "the board said. Passengers were taken to the town hall, and nobody was hurt."
        ),
        """周二早晨大雾笼罩港口，开往外岛的渡轮晚点一小时。港务局表示，乘客被安置在
        市政厅等候，下午恢复正常运营，其余航线不受影响，周三可以全面恢复。""",
    ],
)
def test_a_report_of_thirty_words_is_a_report(text: str) -> None:
    assert reason_of(read(text, "The ferry is late")) == ""


def test_a_short_report_about_cookies_is_no_notice_of_them() -> None:
    text = "The council says its website uses cookies without asking, and will stop that in May."
    assert reason_of(read(text, "Council's cookies were not allowed")) == "short"
