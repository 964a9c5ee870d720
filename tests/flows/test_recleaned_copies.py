"""Copies that promos hid are found when a later batch shows what the promos are, as in one batch."""

from collections.abc import Callable
from typing import Any

from invented_stories import story
from landed_pages import article_html, landed_page, leave_behind

from warehouse.base.data_folder import DataFolder
from warehouse.tables import Page

Query = Callable[[str], list[tuple[Any, ...]]]
CLUSTERS = "SELECT list(title ORDER BY title) FROM articles_all GROUP BY cluster_id ORDER BY ALL"


def page(outlet: str, topic: str, batch: int) -> Page:
    """A story of three paragraphs over the twelve promos of its outlet."""
    promos = story(f"promos of {outlet}", 12)
    body = article_html(f"{outlet.upper()} -", *story(topic, 3), *promos, title=f"{topic} in {outlet}")
    return landed_page(body, f"https://{outlet}.example/{topic}", run_id=f"batch-{batch}", source=outlet)


def test_a_copy_is_found_once_the_promos_of_its_outlet_are_known(
    data: DataFolder, run_once: Callable[[], object], query: Query
) -> None:
    leave_behind(data, [page("herald", "whale", 1), page("tribune", "whale", 1)])
    run_once()
    assert len(query(CLUSTERS)) == 2, "a fifth of either page is shared"
    leave_behind(data, [page("herald", "budget", 2), page("tribune", "storm", 2)])
    run_once()
    assert query(CLUSTERS) == [
        (["budget in herald"],),
        (["storm in tribune"],),
        (["whale in herald", "whale in tribune"],),
    ]
    leave_behind(data, [page("gazette", "whale", 3)])
    run_once()
    assert (["whale in gazette", "whale in herald", "whale in tribune"],) in query(CLUSTERS)


def test_a_paragraph_of_two_stories_among_four_is_put_back_when_a_site_has_more(
    data: DataFolder, run_once: Callable[[], object], query: Query
) -> None:
    line = story("line", 1)
    topics = [f"topic {number}" for number in range(10)]
    of_two = topics[:2]
    for batch, some in enumerate((topics[:4], topics[4:])):
        bodies = {topic: [*story(topic, 4), *(line if topic in of_two else ())] for topic in some}
        pages = {topic: article_html(*body, title=topic) for topic, body in bodies.items()}
        leave_behind(
            data,
            [
                landed_page(body, f"https://herald.example/{topic[-1]}", run_id=f"batch-{batch}")
                for topic, body in pages.items()
            ],
        )
        run_once()
        with_line = f"SELECT count(*) FROM articles WHERE contains(text, '{line[0]}')"
        assert query(with_line) == [(2 * batch,)]
