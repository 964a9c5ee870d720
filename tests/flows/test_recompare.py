"""Copies compared again when a text changes or is taken down, and who had a story first."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from matched_lake import clusters, edited, land, published, story
from warehouse_rows import NOON, article, removed

from dedupe.articles.boilerplate.cut_boilerplate import NO_BOILERPLATE
from dedupe.articles.decision.compare import compare
from dedupe.articles.decision.prepare import prepare
from dedupe.articles.decision.verify import verify
from flows.matching.copy_history import MatchedArticle
from flows.matching.originals import credits_agency, originals
from flows.matching.reelect_canonicals import reelect_canonicals
from spiders.identity.urls import article_id
from warehouse.base.data_folder import DataFolder
from warehouse.erasure.erase import erase
from warehouse.erasure.target import find_target
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import current_snapshot
from warehouse.tables import Article


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.create()
    return folder


def take_down(data: DataFolder, name: str, hour: float) -> None:
    target = find_target(data, "url", article(name).url)
    erase(data, target, "article", "court", NOON + timedelta(hours=hour), reelect_canonicals)


def query(data: DataFolder, sql: str) -> list[tuple[Any, ...]]:
    with connect(current_snapshot(data)) as database:
        return database.execute(sql).fetchall()


def test_the_copies_of_a_canonical_that_is_rewritten_are_shown_by_one_of_them(data: DataFolder) -> None:
    text = story("wire")
    land(data, [published(name, text, at) for at, name in enumerate("abcd")])
    land(data, [published("a", story("another"), 0, revision=2)], hour=1)
    assert clusters(data) == [("a",), ("b", "c", "d")]
    assert len(query(data, "SELECT title FROM articles")) == 2


def test_a_canonical_that_gets_its_text_back_leads_again(data: DataFolder) -> None:
    text = story("wire")
    land(data, [published("a", text, 0), published("b", text, 1)])
    land(data, [published("a", story("another"), 0, revision=2)], hour=1)
    land(data, [published("a", text, 0, revision=3)], hour=2)
    assert clusters(data) == [("a", "b")]
    assert query(data, "SELECT title FROM articles") == [("Title of a",)]


def test_a_small_edit_of_the_canonical_parts_nobody(data: DataFolder) -> None:
    text = story("wire")
    land(data, [published("a", text, 0), published("b", text, 1)])
    assert land(data, [published("a", edited(text), 0, revision=2)], hour=1).duplicates == []
    assert clusters(data) == [("a", "b")]


def test_a_copy_of_what_an_article_said_before_is_no_copy_of_it(data: DataFolder) -> None:
    text = story("wire")
    land(data, [published("a", text, 0)])
    land(data, [published("a", story("another"), 0, revision=2)], hour=1)
    land(data, [published("b", text, 1)], hour=2)
    assert clusters(data) == [("a",), ("b",)]


@pytest.mark.parametrize("how", ["rewritten", "taken down"])
def test_copies_that_hung_together_by_one_article_only_are_compared(data: DataFolder, how: str) -> None:
    text = story("wire", 300)
    land(data, [published("a", text, 0)])
    halves = text.split("\n")[:15], text.split("\n")[15:]
    land(data, [published("b", "\n".join(halves[0]), 1), published("c", "\n".join(halves[1]), 2)], hour=1)
    assert len(query(data, "SELECT title FROM articles")) < 3
    if how == "rewritten":
        land(data, [published("a", story("another"), 0, revision=2)], hour=2)
    else:
        take_down(data, "a", 2)
    assert {("Title of b",), ("Title of c",)} <= set(query(data, "SELECT title FROM articles"))


def test_many_copies_of_one_text_stay_one_cluster_when_one_in_their_midst_goes(data: DataFolder) -> None:
    text = story("wire")
    names = [f"copy {number:03}" for number in range(90)]
    for hour, some in enumerate((names[:30], names[30:60], names[60:])):
        land(data, [published(name, text, 1) for name in some], hour=hour)
    take_down(data, names[45], 4)
    land(data, [published(names[20], story("another"), 1, revision=2)], hour=5)
    assert sorted(map(len, clusters(data))) == [1, 88]


def test_an_article_that_gets_the_words_of_a_later_one_by_recleaning_is_its_copy(data: DataFolder) -> None:
    text = story("wire")
    left_whole = story("promos")
    land(data, [published("a", left_whole, 0)])
    land(data, [published("b", text, 1)], hour=1, recleaned=[published("a", text, 0, extraction=2)])
    land(data, [], hour=2, recleaned=[published("a", left_whole, 0, extraction=3)])
    land(data, [], hour=3, recleaned=[published("a", text, 0, extraction=4)])
    kinds = [kind for (kind,) in query(data, "SELECT kind FROM landed.pairs ORDER BY found_at")]
    assert kinds[-1] == "exact"


def says(agency: str, text: str) -> str:
    return f"LONDON ({agency}) - {text}"


def side(name: str, hour: float, domain: str = "example.org", **changes: Any) -> MatchedArticle:
    plain: dict[str, Any] = {"revision": 1, "source": "s", "word_count": 100, "domain": domain}
    plain |= {"published_at": NOON + timedelta(hours=hour), "discovered_at": NOON + timedelta(hours=10)}
    return MatchedArticle(article_id=name, **plain | changes)


@pytest.mark.parametrize(
    ("members", "original"),
    [
        ([side("a", 5), side("b", 3), side("c", 4)], "b"),
        ([side("a", 3), side("r", 9, "reuters.com")], "r"),
        ([side("a", 3), side("r", 9, "uk.reuters.com")], "r"),
        ([side("a", 3), side("p", 9, "apnews.com")], "a"),
        ([side("a", 3), side("p", 1, "apnews.com"), side("r", 9, "reuters.com")], "r"),
        ([side("a", 6), side("d", 0, published_precision="day")], "a"),
        ([side("a", 6), side("n", 0, published_at=None)], "a"),
    ],
)
def test_the_original_is_the_credited_agency_or_the_earliest(
    members: list[MatchedArticle], original: str
) -> None:
    text = "LONDON (Reuters) - " + story("wire")
    for order in permutations(members):
        first = originals(order, [0] * len(order), lambda keys: dict.fromkeys(keys, text))
        assert {order[index].article_id for index in first} == {original}


@pytest.mark.parametrize(
    ("agency", "text"),
    [
        ("AP", "WASHINGTON (AP) — The minister resigned."),
        ("AFP", "Le ministre a démissionné.\n© AFP"),
        ("dpa", "Der Minister ist zurückgetreten.\n(dpa)"),
        ("ANSA", "(ANSA) - ROMA, 3 NOV - Il ministro si è dimesso."),
        ("TASS", "МОСКВА, 3 ноября. /ТАСС/. Министр подал в отставку."),
        ("Xinhua", "新华社北京11月3日电 部长辞职。"),
        ("Yonhap", "(서울=연합뉴스) 장관이 사임했다."),
        ("dpa", "Der Minister ist zurückgetreten.\nMit Material von dpa"),
        ("Anadolu", "By Anadolu Agency\nThe minister resigned."),
        ("ANP", "De minister is afgetreden.\nBron: ANP"),
        ("ANSA", "Il ministro si è dimesso.\nRiproduzione riservata © Copyright ANSA"),
        ("Interfax", "Москва. 3 ноября. INTERFAX.RU - Министр подал в отставку."),
    ],
)
def test_a_credit_is_read_as_agencies_are_credited(agency: str, text: str) -> None:
    assert credits_agency(text, agency)


@pytest.mark.parametrize(
    ("agency", "text"),
    [
        ("AP", "The AP course at the school. He apologised, the PAP smear was fine."),
        ("AFP", '"We have nothing to hide," the spokesman told AFP, adding that he would stay.'),
        ("Reuters", "Economists polled by Reuters had expected less."),
        ("dpa", "Der Sprecher bestätigte der dpa, dass er bleibe."),
    ],
)
def test_a_word_that_is_spelled_like_an_agency_and_a_quoted_one_are_no_credit(agency: str, text: str) -> None:
    assert not credits_agency(text, agency)


@pytest.mark.parametrize(
    "text", ["LONDON (Reuters) - The minister resigned.", "By Reuters\nThe minister resigned."]
)
def test_an_agency_that_its_clients_credit_is_the_original_though_its_own_page_does_not(text: str) -> None:
    members = [side("early", 3), side("client", 5), side("own", 9, "reuters.com"), side("alone", 1)]
    said = dict.fromkeys(("early", "client"), text) | dict.fromkeys(
        ("own", "alone"), "The minister resigned."
    )
    asked: list[str] = []

    def texts(keys: Sequence[str]) -> dict[str, str]:
        asked.extend(keys)
        return {key: said[key] for key in keys}

    first = originals(members, [0, 0, 0, 1], texts)
    assert [members[index].article_id for index in first] == ["own", "own", "own", "alone"]
    assert set(asked) == {"early", "client", "own"}


def test_the_original_is_named_beside_the_canonical_whatever_came_first(data: DataFolder) -> None:
    text = story("wire")
    land(data, [published("late", text, 5)])
    land(data, [published("early", text, 1)], hour=1)
    (row,) = query(data, "SELECT cluster_id, original_id FROM clusters")
    assert row == (article("late").article_id, article("early").article_id)


@pytest.mark.parametrize("hours", [(0, 0), (0, 1), (1, 0)])
def test_a_credit_that_was_cut_names_the_original(data: DataFolder, hours: tuple[int, int]) -> None:
    """Whether the client or the agency lands first, or both at once."""
    text = story("wire")
    client = published("client", text, 1), removed("client", "Quelle: dpa")
    agency = published("agency", text, 3, domain="www.dpa.com")
    for hour in sorted(set(hours)):
        now = [one for one, when in zip((client[0], agency), hours, strict=True) if when == hour]
        land(data, now, hour=hour, removed=[client[1]] if client[0] in now else [])
    ((original,),) = query(data, "SELECT original_id FROM clusters")
    assert original == agency.article_id


def as_words(text: str) -> str:
    return " ".join(text.split())


def copies(one: str, two: str) -> bool:
    return as_words(one) == as_words(two) or verify(compare(*prepare([one, two], NO_BOILERPLATE))) is not None


def check(data: DataFolder) -> None:
    """Every text that is carried is shown by exactly one article."""
    every = query(data, "SELECT article_id, cluster_id, text FROM articles_all")
    shown = dict(query(data, "SELECT article_id, text FROM articles"))
    assert len({as_words(text) for text in shown.values()}) == len(shown)
    for key, cluster, text in every:
        assert cluster in shown, f"{key} stands behind {cluster}, which is not shown"
        assert copies(shown[cluster], text), f"{key} is shown by another text"
    assert shown.keys() <= {key for key, _, _ in every}


class Follower:
    """Keeps a copy of `articles` by the view `changes`, from watermark to watermark."""

    def __init__(self) -> None:
        self.copy: dict[str, str] = {}
        self._watermark = NOON - timedelta(days=1)

    def follow(self, data: DataFolder) -> None:
        with connect(current_snapshot(data)) as database:
            new = database.execute(
                "SELECT article_id, change, changed_at FROM changes WHERE changed_at > $1", [self._watermark]
            ).fetchall()
            shown = dict(database.execute("SELECT article_id, text FROM articles").fetchall())
        for key, change, changed_at in new:
            self._watermark = max(self._watermark, changed_at)
            if change == "left":
                self.copy.pop(key, None)
            else:
                self.copy[key] = shown[key]
        assert self.copy == shown


@pytest.mark.parametrize("seed", range(3))
def test_who_reads_articles_only_sees_each_story_once_whatever_happens(data: DataFolder, seed: int) -> None:
    rng = random.Random(seed)
    latest: dict[str, Article] = {}
    follower = Follower()
    for hour in range(6):
        if latest and rng.random() < 0.3:
            name = rng.choice(sorted(latest))
            take_down(data, name, hour)
            del latest[name]
        else:
            batch = dict(_news(rng, latest, hour) for _ in range(rng.randint(1, 4)))
            latest |= batch
            land(data, list(batch.values()), hour=hour)
        check(data)
        follower.follow(data)


@pytest.mark.parametrize("seed", range(3))
def test_the_clusters_at_the_end_are_those_of_one_landing_of_the_end(data: DataFolder, seed: int) -> None:
    rng = random.Random(seed)
    latest: dict[str, Article] = {}
    for hour in range(6):
        name = rng.choice(sorted(latest) or [""])
        what = rng.random() if latest else 1
        if what < 0.2:
            take_down(data, name, hour)
            del latest[name]
        elif what < 0.4:
            latest[name] = _recleaned(latest[name], rng)
            land(data, [], hour=hour, recleaned=[latest[name]])
        else:
            batch = dict(_news(rng, latest, hour) for _ in range(rng.randint(1, 4)))
            latest |= batch
            land(data, list(batch.values()), hour=hour)
    at_once = DataFolder(data.root.parent / "at once")
    at_once.create()
    land(at_once, list(latest.values()))
    assert sorted(clusters(data)) == sorted(clusters(at_once))


def _recleaned(one: Article, rng: random.Random) -> Article:
    """The article without its first paragraph, or with one that its site ends others in."""
    text = "\n".join(one.text.split("\n")[1:]) if rng.random() < 0.5 else f"{one.text}\n{story('promo', 20)}"
    return replace(one, text=text, extraction=one.extraction + 1)


def _news(rng: random.Random, latest: dict[str, Article], hour: int) -> tuple[str, Article]:
    """A new article, or a revision of one, that carries one of four stories as it is or edited."""
    text = story(f"wire {rng.randrange(4)}")
    text = edited(text, rng.randrange(3)) if rng.random() < 0.4 else text
    name, revision = f"{hour}-{rng.randrange(1000)}", 1
    if latest and rng.random() < 0.4:
        name = rng.choice(sorted(latest))
        revision = latest[name].revision + 1
    key = article_id(article(name).url)
    return name, published(name, text, hour, article_id=key, revision=revision)
