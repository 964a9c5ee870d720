"""What earlier batches and landed texts show to be boilerplate holds for a batch, too."""

from pathlib import Path

import pyarrow.compute as pc
from invented_stories import story
from matched_lake import clusters, land, published
from warehouse_rows import article

from dedupe.articles.candidates.band import TAIL_BAND
from warehouse.base.data_folder import DataFolder
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import current_snapshot

TAIL, OTHER_TAIL = (list(story(f"promos of {outlet}", 8)) for outlet in ("herald", "tribune"))
"""Promos of outlets, far longer than the briefs above them."""


def brief(topic: str, tail: list[str] = TAIL) -> str:
    return "\n".join([" ".join(story(topic, 2)), *tail])


def lake(path: Path, *batches: list[tuple[str, str]]) -> DataFolder:
    data = DataFolder(path)
    data.create()
    for hour, batch in enumerate(batches):
        land(data, [published(name, text, hour) for name, text in batch], hour=hour)
    return data


BRIEFS = [(name, brief(name)) for name in "abcdef"]
COPY = ("copy", brief("a", OTHER_TAIL))
OTHERS = [(name, brief(name, OTHER_TAIL)) for name in "uvwxy"]


def test_a_tail_that_no_batch_shows_alone_is_found_with_landed_texts(tmp_path: Path) -> None:
    one = lake(tmp_path / "one", [*BRIEFS, COPY, *OTHERS])
    batches = [*BRIEFS[:3], COPY, OTHERS[0]], [*BRIEFS[3:5], *OTHERS[1:3]], [BRIEFS[5], *OTHERS[3:]]
    several = lake(tmp_path / "several", *batches)
    assert clusters(one) == clusters(several)
    assert ("a", "copy") in clusters(several)


def test_a_tail_that_an_earlier_batch_showed_is_known_to_a_batch_with_one_text(tmp_path: Path) -> None:
    data = lake(tmp_path / "data", BRIEFS, [("late", brief("late"))])
    with connect(current_snapshot(data)) as database:
        rows = database.execute("FROM landed.bands").to_arrow_table()
    key = int(article("late").article_id[:8], 16)
    own = rows.filter(pc.field("article_key") == key)
    tails = own.filter(pc.field("band") == TAIL_BAND)["hash"]
    assert len(tails) >= len(TAIL) / 2
    assert not pc.any(pc.is_in(own.filter(pc.field("band") == -1)["hash"], tails)).as_py()
