"""Single names out of author fields and bylines."""

from __future__ import annotations

import pytest

from spiders.extraction.authors.names import is_account, is_shown_name, names_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ada Okafor and Jan de Wit", ("Ada Okafor", "Jan de Wit")),
        ("BY ADA OKAFOR AND JAN DE WIT", ("ADA OKAFOR", "JAN DE WIT")),
        ("von Ada Okafor und Jan Müller", ("Ada Okafor", "Jan Müller")),
        ("Por Ana Luz, Luis Gil y João Reis", ("Ana Luz", "Luis Gil", "João Reis")),
        ("di Mario Rossi e Ada Bianchi", ("Mario Rossi", "Ada Bianchi")),
        ("Автор: Иван Петров и Пётр Иванов", ("Иван Петров", "Пётр Иванов")),
        ("بقلم أحمد علي، سارة حسن", ("أحمد علي", "سارة حسن")),
        ("Oleh Siti Nur dan Budi Santoso", ("Siti Nur", "Budi Santoso")),
        ("文/張三、李四", ("張三", "李四")),
        ("記者王小明／台北報導", ("王小明",)),
        ("신현주 기자", ("신현주",)),
        ("Ada Okafor;Jan Wit|dpa", ("Ada Okafor", "Jan Wit", "dpa")),
    ],
)
def test_names_are_parted_in_many_languages(text: str, names: tuple[str, ...]) -> None:
    assert names_in([text]) == names


@pytest.mark.parametrize(
    "text",
    [
        "Ada Okafor, Political Editor",
        "Ada Okafor, Korrespondentin in Paris",
        "Ada Okafor (Reuters)",
        "Ada Okafor ada@gazette.example",
        "@adaokafor Ada Okafor",
        "Ada Okafor for GazetteOnline",
        "Ada Okafor in Valencia",
        "Ada Okafor Ada Okafor",
        "Ada&nbsp;Okafor, ADA OKAFOR",
    ],
)
def test_what_stands_around_a_name_is_no_name(text: str) -> None:
    assert names_in([text]) == ("Ada Okafor",)


@pytest.mark.parametrize("name", ["Na Li", "Di Wu", "Dan Brown", "Samuel I Newhouse", "Okafor, Jr."])
def test_words_that_mean_something_else_in_another_place_stay(name: str) -> None:
    assert names_in([name]) == (name,)


def test_a_role_alone_is_better_than_nobody() -> None:
    assert names_in(["Guardian staff reporter"]) == ("Guardian staff reporter",)


@pytest.mark.parametrize("text", ["https://gazette.example/ada", "Twitter Facebook", "12:30", "7", "-", ""])
def test_what_cannot_be_a_name_is_none(text: str) -> None:
    assert names_in([text]) == ()


def test_initials_labels_and_sentences_are_not_shown_names() -> None:
    shown = [name for name in ("Ada Okafor", "dpa", "松岡大地") if is_shown_name(name)]
    assert shown == ["Ada Okafor", "dpa", "松岡大地"]
    assert not any(
        map(is_shown_name, ["amw", "capital", "Eddie", "We asked what the whale wanted", "Editor"])
    )


def test_accounts_are_nobody() -> None:
    assert is_account("Admin") and not is_account("Ada Admin")


def test_a_flood_of_fields_is_read_in_part() -> None:
    assert len(names_in(f"Ada Okafor {chr(97 + n % 26)}{'x' * (n // 26)}" for n in range(100_000))) == 20


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ByTravis Hanemark", ("Travis Hanemark",)),
        ("Byron Smith", ("Byron Smith",)),
        ("by Laura Jansdotter July 10, 2025", ("Laura Jansdotter",)),
        ("von Anna Mayer, 3.5.2024", ("Anna Mayer",)),
        ("June Carter", ("June Carter",)),
        ("Dana A. Fjord, Jim Kore, and Tom Vatkins", ("Dana A. Fjord", "Jim Kore", "Tom Vatkins")),
        ("Gillmark, Steve", ("Steve Gillmark",)),
        ("Doe, Jane; Roe, Rick", ("Jane Doe", "Rick Roe")),
        ("van der Berg, Piet", ("Piet van der Berg",)),
        ("Reuters, AFP", ("Reuters", "AFP")),
        ("Marta Solà\u200b Barcelona", ("Marta Solà",)),
    ],
)
def test_dates_labels_and_turned_names_are_read_as_they_are_meant(text: str, names: tuple[str, ...]) -> None:
    assert names_in([text]) == names


@pytest.mark.parametrize(
    "label",
    [
        "See full bio",
        "Link Copied",
        "View all posts",
        "Follow Ada Okafor",
        "About the author",
        "Mehr Artikel",
    ],
)
def test_labels_of_the_interface_are_no_names(label: str) -> None:
    assert names_in([label]) == ()


@pytest.mark.parametrize(
    "label", ["View all of Ada Okafor's posts.", "More stories by Ada Okafor", "Posts by Ada Okafor"]
)
def test_a_label_may_hold_the_name(label: str) -> None:
    assert names_in([label]) == ("Ada Okafor",)
