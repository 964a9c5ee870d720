"""The block model: what a site repeats in different stories is cut, what a story repeats is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import pytest
from invented_stories import story

from dedupe.blocks import (
    Cutting,
    Hints,
    PageBlocks,
    Passage,
    SiteModel,
    cut,
    fingerprint_of,
    observe,
    positions,
    recount,
)

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TAIL = (
    "Sign up for our daily newsletter and never miss a story from the harbour.",
    "Keep ReadingShow less",
    "Latest Stories",
)


def document(key: str, *texts: str, counted: bool = False) -> PageBlocks:
    return PageBlocks(key, passages(texts), NOW, counted)


def passages(texts: Sequence[str]) -> tuple[Passage, ...]:
    return tuple(Passage(text) for text in texts)


def left(found: Sequence[Passage], cutting: Cutting) -> list[str]:
    gone = positions(cutting.cuts)
    return [passage.text for index, passage in enumerate(found) if index not in gone]


def learned(*documents: PageBlocks) -> SiteModel:
    return observe(documents, SiteModel()).model


def test_a_tail_repeated_in_two_stories_is_cut_from_both() -> None:
    one, two = document("1", *story("whale"), *TAIL), document("2", *story("mayor"), *TAIL)
    model = learned(one, two)
    assert left(one.passages, cut(one.passages, model)) == list(story("whale"))
    assert left(two.passages, cut(two.passages, model)) == list(story("mayor"))


def test_a_further_article_of_a_counted_story_votes_for_what_it_alone_has() -> None:
    first = document("1", *story("whale"))
    further = document("2", *story("whale"), *TAIL)
    model = learned(first)
    later = observe([PageBlocks("1", first.passages, NOW, counted=True), further], model).model
    assert later.votes(fingerprint_of(TAIL[0])) == learned(first, further).votes(fingerprint_of(TAIL[0])) == 1
    assert later.stories == 1


def test_the_first_story_of_a_site_keeps_everything_but_fixed_phrases() -> None:
    texts = (*story("whale"), "Leave a Reply", "Your email address will not be published.")
    cutting = cut(passages(texts), learned(document("1", *texts)))
    assert left(passages(texts), cutting) == list(story("whale"))
    assert {found.kind for found in cutting.cuts} == {"form"}


def test_a_fixed_phrase_inside_a_story_stays() -> None:
    texts = (*story("whale", 3), "Leave a Reply", *story("mayor", 3))
    assert cut(passages(texts), SiteModel(1)).cuts == ()


@pytest.mark.parametrize(
    "line",
    [
        "(Reporting by Ada Okafor; Editing by Rui Brandt)",
        "Additional reporting by Ada Okafor in Lagos",
        "Harbour News writer Ada Okafor contributed to this report.",
        "Rédigé par Ada Okafor, édité par Rui Brandt",
        "SOURCE: News agencies",
        "• Ada Okafor can be reached at ada@gazette.example.",
        "Write to Ada Okafor at ada@gazette.example",
        "Follow Ada Okafor on Twitter @adaokafor.",
    ],
)
def test_credits_and_contacts_are_cut_from_the_end_of_the_first_story(line: str) -> None:
    texts = passages((*story("whale"), line))
    assert left(texts, cut(texts, SiteModel(1))) == list(story("whale"))


@pytest.mark.parametrize(
    "line",
    [
        "Reporting by telephone is allowed, the mayor said on Friday.",
        "Writing by hand improves the memory of children, the study found.",
        "An agreement may be reached by Friday, officials said.",
        "Contact with the boat was lost on Friday.",
        "E-mail accounts of ministers were read on Tuesday.",
        "Whales contributed to the report of sightings in 2024.",
    ],
)
def test_a_last_sentence_that_begins_like_a_credit_stays(line: str) -> None:
    texts = passages((*story("whale"), line))
    assert cut(texts, SiteModel(1)).cuts == ()


def test_near_copies_of_one_story_count_once() -> None:
    body = story("whale")
    copies = [document(str(n), *body[:n], f"edited here {n}", *body[n:]) for n in range(4)]
    model = learned(*copies)
    assert model.stories == 1
    assert all(cut(copy.passages, model).cuts == () for copy in copies)


def test_a_chain_of_updates_counts_once_though_its_ends_differ() -> None:
    body = story("whale", 12)
    chain = [document(str(n), *body[: n * 3]) for n in range(1, 5)]
    assert learned(*chain).stories == 1


def test_a_story_that_landed_before_does_not_vote_again() -> None:
    landed = document("1", *story("whale"), *TAIL, counted=True)
    copy = document("2", *story("whale"), "one more line of it", *TAIL)
    known = SiteModel(1, dict.fromkeys(landed.fingerprints, 1))
    assert observe([landed, copy], known).stories == 0


def test_pages_of_one_article_are_one_story() -> None:
    assert learned(document("1", *story("whale")), document("1", *story("mayor"))).stories == 1


def test_a_run_across_batches_learns_as_one_batch_does() -> None:
    documents = [document(topic, *story(topic), *TAIL) for topic in ("whale", "mayor", "rain")]
    at_once = learned(*documents)
    model = SiteModel()
    for one in documents:
        model = observe([one], model).model
    assert model.stories == at_once.stories
    assert dict(model.carried) == dict(at_once.carried)


def test_the_order_of_a_batch_changes_no_vote() -> None:
    documents = [document(topic, *story(topic), *TAIL) for topic in ("whale", "mayor", "rain")]
    models = [learned(*order) for order in permutations(documents)]
    assert all(dict(model.carried) == dict(models[0].carried) for model in models)


def test_a_recount_gives_and_takes_votes_until_they_are_those_of_one_batch() -> None:
    documents = [document(topic, *story(topic), *TAIL) for topic in ("whale", "mayor", "rain")]
    model, tail = learned(*documents), fingerprint_of(TAIL[0])
    known = SiteModel(5, {**model.carried, tail: 1, fingerprint_of(TAIL[1]): 7})
    landed = [replace(documents[0], counted=True, seen_at=NOON), *documents[1:]]
    beyond = recount(landed, known)
    assert {block.sample.text: block.stories for block in beyond.blocks} == {TAIL[0]: 2, TAIL[1]: -4}
    assert (beyond.stories, beyond.model) == (-2, model)
    given, taken = sorted(beyond.blocks, key=lambda block: -block.stories)
    assert given.last_seen_at == NOW
    assert taken.last_seen_at == NOON, "forgotten no later than what it takes back"


def test_a_short_block_between_paragraphs_stays_though_it_repeats() -> None:
    texts = [(*story(topic, 3), "What happens next", *story(topic + "b", 3)) for topic in ("whale", "mayor")]
    model = learned(*(document(str(n), *text) for n, text in enumerate(texts)))
    assert cut(passages(texts[0]), model).cuts == ()


def test_a_long_block_between_paragraphs_is_cut_from_the_third_story() -> None:
    promo = "Our reporters are there when it happens, day and night, on the water and off it."
    texts = [(*story(topic, 3), promo, *story(topic + "b", 3)) for topic in ("whale", "mayor", "rain")]
    two = learned(*(document(str(n), *text) for n, text in enumerate(texts[:2])))
    three = learned(*(document(str(n), *text) for n, text in enumerate(texts)))
    assert cut(passages(texts[0]), two).cuts == ()
    assert [found.position for found in cut(passages(texts[0]), three).cuts] == [3]


def test_bylines_and_datelines_of_a_busy_author_stay() -> None:
    head = ("By Ada Okafor", "HAMBURG (dpa) —")
    texts = [(*head, *story(topic)) for topic in ("whale", "mayor", "rain")]
    model = learned(*(document(str(n), *text) for n, text in enumerate(texts)))
    assert cut(passages(texts[0]), model, authors=("Ada Okafor",)).cuts == ()


def test_a_text_that_would_be_left_with_almost_nothing_stays_whole() -> None:
    long_tail = story("promo", 3)
    texts = [("Too little.", *long_tail), *((*story(topic), *long_tail) for topic in ("whale", "mayor"))]
    model = learned(*(document(str(n), *text) for n, text in enumerate(texts)))
    cutting = cut(passages(texts[0]), model)
    assert cutting.kept_whole
    assert cutting.cuts == ()


def test_a_report_by_a_template_loses_the_promos_of_all_stories_and_keeps_its_words() -> None:
    report, promo = story("forecast", 2), story("promo", 2)
    texts = [(*report[:1], *story(f"day {number}", 1), *report[1:], *promo) for number in range(3)]
    texts += [(*story(f"topic {number}"), *promo) for number in range(6)]
    found = learned(*(document(str(n), *text) for n, text in enumerate(texts)))
    model = SiteModel(
        found.stories, dict(found.carried) | {block.fingerprint: 4 for block in passages(texts[0][:3])}
    )
    cutting = cut(passages(texts[0]), model)
    assert cutting.kept_whole
    assert left(passages(texts[0]), cutting) == list(texts[0][:3])


def test_a_short_story_with_a_long_tail_does_not_join_two_others() -> None:
    long_tail = story("promo", 5)
    texts = [(*story(topic, paragraphs), *long_tail) for topic, paragraphs in (("a", 1), ("b", 8), ("c", 8))]
    model = learned(*(document(str(n), *text) for n, text in enumerate(texts)))
    assert model.stories == 3
    assert (
        left(passages(texts[0]), cut(passages(texts[0]), model)) == list(story("a", 1))
        or cut(passages(texts[0]), model).kept_whole
    )


def test_blocks_are_the_same_whatever_their_case_spacing_and_numbers() -> None:
    assert fingerprint_of("5 min read") == fingerprint_of("12  MIN READ.")
    assert fingerprint_of("1 : 0") != fingerprint_of("2 : 1")


def test_each_cut_says_what_decided() -> None:
    texts = [(*story(topic), *TAIL) for topic in ("whale", "mayor")]
    model = learned(*(document(str(n), *text) for n, text in enumerate(texts)))
    first = cut(passages(texts[0]), model).cuts[0]
    assert (first.place, first.kind, first.stories) == ("tail", "newsletter", 2)
    assert first.reason == "newsletter phrase, repeated in 2 of 2 stories, tail"


def test_a_pinned_phrase_is_cut_at_once_and_a_protected_one_never() -> None:
    pinned = (*story("whale", 3), "Ring the harbour desk.", *story("whale", 3))
    cutting = cut(passages(pinned), SiteModel(1), hints=Hints(pinned=("harbour DESK",)))
    assert [found.reason for found in cutting.cuts] == ["pinned in the source's table, between"]
    texts = [(*story(topic), *TAIL) for topic in ("whale", "mayor")]
    model = learned(*(document(str(n), *text) for n, text in enumerate(texts)))
    kept = left(
        passages(texts[0]), cut(passages(texts[0]), model, hints=Hints(protected=("daily newsletter",)))
    )
    assert TAIL[0] in kept


def test_what_the_page_sets_apart_is_cut_from_the_first_story_on_and_a_protected_phrase_stays() -> None:
    apart = (
        Passage("The whale at noon. Photo: A. Okafor", "caption", is_aside=True),
        Passage("The mayor and the bridge that nobody wanted", "related", 1.0, is_aside=True),
    )
    page = (*passages(story("whale", 3)), *apart, *passages(story("mayor", 3)))
    assert [(found.kind, found.reason) for found in cut(page, SiteModel(1)).cuts] == [
        ("caption", "set apart by the page, between"),
        ("related", "set apart by the page, between"),
    ]
    hints = Hints(protected=("photo: a. okafor",))
    assert [found.kind for found in cut(page, SiteModel(1), hints=hints).cuts] == ["related"]


def test_a_short_text_keeps_its_words_and_not_what_the_page_sets_apart() -> None:
    tail = passages(story("promo", 3))
    notice = (Passage("Too little."), Passage("A whale, seen at noon.", "caption", is_aside=True), *tail)
    stories = [(*passages(story(topic)), *tail) for topic in ("whale", "mayor")]
    model = learned(*(PageBlocks(str(n), page, NOW) for n, page in enumerate([notice, *stories])))
    cutting = cut(notice, model)
    assert cutting.kept_whole
    assert [found.kind for found in cutting.cuts] == ["caption"]


def test_links_that_two_short_pages_share_do_not_make_them_one_story() -> None:
    links = tuple(Passage(text, "related", 1.0, is_aside=True) for text in story("links", 8))
    pages = [(*passages(story(topic, 2)), *links) for topic in ("whale", "mayor")]
    assert learned(*(PageBlocks(str(n), page, NOW) for n, page in enumerate(pages))).stories == 2


def test_a_label_of_links_is_cut_anywhere_and_the_same_words_in_a_sentence_stay() -> None:
    texts = (
        *story("whale", 3),
        "READ MORE:",
        "Read more about whales in the library, the mayor said.",
        "Anzeige",
        "Lesedauer: 4 Minuten",
        "5 min read",
        "Eat 60–90 minutes before your workout",
        "Tags: whale, harbour",
    )
    assert left(passages(texts), cut(passages(texts), SiteModel(1))) == [*texts[:3], texts[4], texts[8]]


@pytest.mark.parametrize(
    "line",
    [
        "Read more: why the {} of the harbour is the talk of the town",
        "Siehe auch: Warum {} und Hafen in der Stadt gerade in aller Munde sind",
        "Citește și: De ce {} din port este subiectul zilei în tot orașul",
        "Baca juga: Mengapa {} di pelabuhan menjadi buah bibir di seluruh kota",
        "Más información sobre {} y el puerto en nuestro especial de la ciudad",
        "Подробности о том, как {} и порт изменились, читайте в нашем материале",
        "推荐阅读丨为什么港口的{}成了全城热议的话题",
        "[관련기사] 항구의 {} 왜 온 도시의 화제가 되었나",
        "延伸阅读：为什么港口的{}成了全城热议的话题",
        "あわせて読みたい：なぜ港の{}が街の話題になっているのか",
    ],
)
def test_one_sentence_with_the_words_of_each_story_in_it_is_cut_as_a_template(line: str) -> None:
    names = ("whale", "mayor", "bridge")
    lines = [line.format(name) for name in names]
    documents = [document(name, *story(name), line) for name, line in zip(names, lines, strict=True)]
    model = learned(*documents)
    for name, found in zip(names, documents, strict=True):
        assert left(found.passages, cut(found.passages, model)) == list(story(name))


@pytest.mark.parametrize(
    "label", ["Also read: ", "Lesen Sie auch: ", "【関連記事】", "[관련기사] ", "Читайте также — "]
)
def test_the_headlines_of_other_stories_behind_one_label_are_cut(label: str) -> None:
    lines = {
        "whale": f"{label}Ferry strike enters its second week without talks",
        "mayor": f"{label}Bakers in the old town raise the price of bread again",
        "bridge": f"{label}How a lighthouse became the smallest hotel of the coast",
    }
    documents = {name: document(name, *story(name), line) for name, line in lines.items()}
    model = learned(*documents.values())
    for name, found in documents.items():
        assert left(found.passages, cut(found.passages, model)) == list(story(name))


def test_paragraphs_of_news_that_begin_and_end_alike_stay() -> None:
    names = ("whale", "mayor", "bridge")
    texts = {
        name: (*story(name), f"Police said that the {name} was no danger to the public on Monday.")
        for name in names
    }
    model = learned(*(document(name, *text) for name, text in texts.items()))
    for text in texts.values():
        assert left(passages(text), cut(passages(text), model)) == list(text)


def test_what_a_site_adds_to_known_articles_is_learned_from_these() -> None:
    names = ("whale", "mayor", "bridge", "storm")
    landed = [document(name, *story(name), counted=True) for name in names]
    again = [document(name, *story(name), TAIL[0]) for name in names]
    found = observe([*landed, *again], SiteModel(16))
    assert (found.stories, {block.stories for block in found.blocks}) == (0, {4})
    assert left(again[0].passages, cut(again[0].passages, found.model)) == list(story("whale"))


def test_a_paragraph_added_to_one_known_article_is_no_vote() -> None:
    landed = document("whale", *story("whale"), counted=True)
    found = observe([landed, document("whale", *story("whale"), TAIL[0])], SiteModel(16))
    assert found.blocks == ()
