from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner
from warehouse_rows import NOON, article, digest, duplicate, hours, rows

from flows.cli import cli
from warehouse.base.data_folder import DataFolder
from warehouse.derived.publish import publish
from warehouse.search.excerpt import excerpt
from warehouse.search.index import drop_index, is_indexed, latest_texts, rebuild_index, search, update_index
from warehouse.search.terms import terms
from warehouse.snapshots.snapshot import EMPTY, commit, current_snapshot
from warehouse.tables import Erasure
from warehouse.tables.arrow import to_arrow

Texts = Iterator[tuple[str, str | None, str]]
TEXTS = {
    "harbour": "The harbour of Malmö reopens after the storm.",
    "hafen": "Der Hafen öffnet nach dem Sturm. STRASSE und Straße.",
    "chinese": "港口在风暴后重新开放。",
    "arabic": "أُعِيدَ فتح الميناء بعد العاصفة.",
    "hindi": "तूफान के बाद बंदरगाह फिर खुला।",
    "thai": "ท่าเรือเปิดอีกครั้งหลังพายุ",
    "korean": "대통령은 서울에서 회의를 열었다.",
}


@pytest.fixture
def indexed(data: DataFolder) -> DataFolder:
    snapshot = commit(data, EMPTY, rows([article(name, text=text) for name, text in TEXTS.items()]), [], NOON)
    assert update_index(data, snapshot) == len(TEXTS)
    return data


def found(data: DataFolder, query: str) -> list[str]:
    names = {digest(name, 16): name for name in [*TEXTS, "new"]}
    return [names[hit.article_id] for hit in search(data, query, 10)]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("malmo storm", "harbour"),
        ("HAFEN", "hafen"),
        ("strasse", "hafen"),
        ("风暴", "chinese"),
        ("重新开放", "chinese"),
        ("اعيد الميناء", "arabic"),
        ("बंदरगाह", "hindi"),
        ("बांदरगाह", None),
        ("พายุ", "thai"),
        ("風暴", "chinese"),
        ("风", "chinese"),
        ("اعـــاد فتح", None),
        ("ميناء", None),
        ("الميناء", "arabic"),
        ("ألمیناء", "arabic"),
        ("oeffnet", "hafen"),
        ("서울", "korean"),
        ("대통령", "korean"),
    ],
)
def test_a_word_is_found_in_its_script(indexed: DataFolder, query: str, name: str | None) -> None:
    assert found(indexed, query) == ([name] if name else [])


def test_all_words_must_occur_quoted_ones_together_and_excluded_ones_not(indexed: DataFolder) -> None:
    assert found(indexed, "harbour sturm") == []
    assert found(indexed, '"the storm"') == ["harbour"]
    assert found(indexed, '"storm the"') == []
    assert found(indexed, "reopens -malmö") == []


@pytest.mark.parametrize("query", ["", '"', "-", "-storm", "title:x AND (", "\x00", "🙂"])
def test_any_query_is_valid(indexed: DataFolder, query: str) -> None:
    assert found(indexed, query) == []


def test_a_word_in_the_title_ranks_first(data: DataFolder) -> None:
    batch = rows(
        article("harbour", text="Ferry and more words of it."), article("new", title="Ferry", text="Other.")
    )
    update_index(data, commit(data, EMPTY, batch, [], NOON))
    assert found(data, "ferry") == ["new", "harbour"]


def test_only_what_landed_since_is_indexed_and_a_revision_replaces_the_text(indexed: DataFolder) -> None:
    edit = article("harbour", revision=2, text="The ferry sails.")
    snapshot = commit(
        indexed, current_snapshot(indexed), rows(edit, article("new", text="Ferry news.")), [], hours(1)
    )
    assert update_index(indexed, snapshot) == 2
    assert update_index(indexed, snapshot) == 0
    assert found(indexed, "storm") == []
    assert set(found(indexed, "ferry")) == {"harbour", "new"}


def test_a_removed_index_is_rebuilt(indexed: DataFolder) -> None:
    drop_index(indexed)
    assert found(indexed, "storm") == []
    snapshot = current_snapshot(indexed)
    assert update_index(indexed, snapshot) == len(TEXTS)
    assert found(indexed, "storm") == ["harbour"]


def test_an_index_is_read_until_the_rebuilt_one_is_whole(
    indexed: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = current_snapshot(indexed)
    edit = article("harbour", revision=2, text="The ferry sails.")
    snapshot = commit(indexed, base, rows(edit), [], hours(1))
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("warehouse.search.index.write_text", interrupt)
        rebuild_index(indexed, snapshot)
    assert found(indexed, "storm") == ["harbour"]
    rebuild_index(indexed, snapshot)
    assert (found(indexed, "storm"), found(indexed, "sails")) == ([], ["harbour"])


def interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def test_a_first_index_goes_on_after_a_kill_with_the_month_that_it_was_at_and_is_not_searched_before(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = commit(data, EMPTY, rows(article("new", text="A storm.")), [], NOON - timedelta(days=40))
    snapshot = commit(data, snapshot, rows(article("harbour", text="The storm.")), [], NOON)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("warehouse.search.index.latest_texts", interrupted_at_the_second(latest_texts))
        update_index(data, snapshot)
    assert (found(data, "storm"), is_indexed(data)) == ([], False)
    assert update_index(data, snapshot) == 1
    assert set(found(data, "storm")) == {"new", "harbour"}


def test_a_rebuild_goes_on_after_a_kill_and_begins_again_where_something_was_taken_down(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = commit(data, EMPTY, rows(article("new", text="A storm.")), [], NOON - timedelta(days=40))
    snapshot = commit(data, snapshot, rows(article("harbour", text="The storm.")), [], NOON)
    counted: list[int] = []

    def rebuild(until: Callable[..., Texts]) -> None:
        texts = counting(until, counted)
        with monkeypatch.context() as patch:
            patch.setattr("warehouse.search.index.latest_texts", texts)
            rebuild_index(data, snapshot)

    with pytest.raises(KeyboardInterrupt):
        rebuild(interrupted_at_the_second(latest_texts))
    rebuild(latest_texts)
    assert (sum(counted), set(found(data, "storm"))) == (2, {"new", "harbour"})

    with pytest.raises(KeyboardInterrupt):
        rebuild(interrupted_at_the_second(latest_texts))
    note = to_arrow([Erasure(url_hash="0", scope="url", reason="test", erased_at=NOON)], Erasure)
    snapshot = commit(data, snapshot, {"erasures": note}, [], hours(1))
    counted.clear()
    rebuild(latest_texts)
    assert (sum(counted), [path.name for path in data.root.glob("search*")]) == (2, ["search"])


def counting(function: Callable[..., Texts], counted: list[int]) -> Callable[..., Texts]:
    """The same texts; how many were given each time is written down."""

    def called(*arguments: object) -> Texts:
        texts = list(function(*arguments))
        counted.append(len(texts))
        return iter(texts)

    return called


def interrupted_at_the_second(function: Callable[..., Texts]) -> Callable[..., Texts]:
    calls: list[object] = []

    def called(*arguments: object) -> Texts:
        calls.append(arguments)
        return interrupt() if len(calls) > 1 else function(*arguments)

    return called


def test_terms_of_scripts_without_spaces_are_pairs() -> None:
    assert list(terms("新闻 A1")) == ["新闻", "a1"]
    assert list(terms("开放日x")) == ["开放", "放日", "x"]
    assert list(terms("ＡＢＣ Café")) == ["abc", "cafe"]


def test_vowel_signs_tell_words_of_indic_scripts_apart_and_the_dot_below_does_not() -> None:
    for text in ("बात", "কথা", "தமிழ்", "తెలుగు", "ಕನ್ನಡ", "മലയാളം", "ગુજરાતી", "සිංහල"):
        assert len(terms(text)) == 1, text
    assert terms("बात") != terms("बीत")
    assert terms("ज़रूरी") == terms("जरूरी") == terms("ज\u093cरूरी")
    assert terms("बंदर\u093cगाह") == terms("बंदरगाह")
    assert terms("खुला। बंद") == [*terms("खुला"), *terms("बंद")]


def test_a_persian_word_is_found_however_its_parts_are_joined(data: DataFolder) -> None:
    texts = {"new": "بارندگی در استان\u200cهای شمالی", "harbour": "باران در استان های جنوبی"}
    articles = [article(name, text=text) for name, text in texts.items()]
    update_index(data, commit(data, EMPTY, rows(articles), [], NOON))
    for query in ("استان\u200cهای", "استان های", '"استان های"', '"استان\u200cهای"'):
        assert sorted(found(data, query)) == ["harbour", "new"], query
    assert found(data, "استانهای") == ["new"]


def test_a_missing_index_is_not_taken_for_no_match(indexed: DataFolder) -> None:
    drop_index(indexed)
    result = CliRunner().invoke(cli, ["--data", str(indexed.root), "search", "storm"])
    assert (result.exit_code, "copydesk fsck --repair" in result.output) == (1, True)


def test_invisible_characters_are_no_part_of_a_word() -> None:
    assert list(terms("be\u00adlieb\u00adte")) == ["beliebte"]
    assert list(terms("می\u200cخواهم")) == list(terms("میخواهم"))
    assert list(terms("ท่า\u200bเรือ")) == list(terms("ท่าเรือ"))


def overwrite(suffix: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        for path in folder.glob(f"*{suffix}"):
            path.write_bytes(b"junk")

    return damage


DAMAGES = [overwrite("meta.json"), overwrite(".term"), overwrite("indexed_until")]


@pytest.mark.parametrize(
    "damage", DAMAGES, ids=["description", "terms, at which tantivy panics", "watermark"]
)
def test_an_index_that_cannot_be_read_says_so_and_is_rebuilt_at_publish(
    indexed: DataFolder, damage: Callable[[Path], None]
) -> None:
    damage(indexed.search)
    snapshot = commit(indexed, current_snapshot(indexed), rows(article("new", text="Ferry.")), [], hours(1))
    publish(indexed, snapshot)
    assert found(indexed, "ferry") == ["new"]
    assert found(indexed, "storm") == ["harbour"]


def test_the_verb_shows_one_article_a_cluster_and_the_line_that_matches(data: DataFolder) -> None:
    batch = [article(name, text="Head.\nThe ferry sails.") for name in ("a", "b")]
    publish(data, commit(data, EMPTY, rows(batch, duplicate("b", of="a")), [], NOON))
    runner = CliRunner()
    result = runner.invoke(cli, ["--data", str(data.root), "search", "FERRY", "--json"])
    (line,) = map(json.loads, result.output.splitlines())
    assert (line["title"], line["excerpt"]) == ("Title of a", "The ferry sails.")
    both = runner.invoke(cli, ["--data", str(data.root), "search", "ferry", "--copies"])
    assert "Title of a" in both.output and "Title of b" in both.output
    none = runner.invoke(cli, ["--data", str(data.root), "search", "no", "such words"])
    assert (none.exit_code, none.output) == (1, "no article matches no such words\n")


def test_the_verb_takes_words_one_by_one_and_leaves_urls_whole(data: DataFolder) -> None:
    url = "https://example.org/" + "long-" * 40
    batch = [article("a", canonical_url=url, text="The ferry sails."), article("b", text="Ferry, no sails.")]
    publish(data, commit(data, EMPTY, rows(batch), [], NOON))
    result = CliRunner().invoke(cli, ["--data", str(data.root), "search", "--", "-no", "FERRY", "sails"])
    assert result.exit_code == 0
    assert [line for line in result.output.splitlines() if url in line]
    assert "Title of b" not in result.output


def test_an_excerpt_is_cut_around_the_match() -> None:
    line = "x " * 200 + "The harbour. " + "y " * 200
    assert "harbour" in excerpt(f"First.\n{line}", "harbour")
    assert len(excerpt(line, "harbour")) <= 162


def test_an_excerpt_has_whole_words_and_marks_only_what_was_left_out() -> None:
    line = "unrelated " * 30 + "the harbour " + "remainder " * 4 + "end."
    cut = excerpt(line, "harbour")
    assert cut.startswith("…unrelated ")
    assert cut.endswith(" end.")
    assert excerpt("harbour " + "remainder " * 40, "harbour").endswith("remainder…")
