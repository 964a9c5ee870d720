from collections.abc import Iterable, Sequence
from dataclasses import replace

from flows.crawling.lanes import LANE_SOURCES, TROUBLED_LANES, lanes
from flows.stages.crawl import longest_seconds
from spiders.processes.chains import OPEN_CHAINS
from spiders.sources.source import Source, SourceLimits


def source(name: str, host: str | None = None, group: str = "") -> Source:
    return Source(name=name, home=f"https://{host or name}.example/", group=group)


def names(plan: Iterable[Sequence[Sequence[Source]]]) -> list[list[list[str]]]:
    return [[[one.name for one in chain] for chain in lane] for lane in plan]


def test_sources_share_as_many_processes_as_are_given() -> None:
    plan = lanes([source("a"), source("b"), source("c")], (), 2)
    assert names(plan) == [[["a"], ["c"]], [["b"]]]


def test_sources_of_one_host_are_crawled_in_turn() -> None:
    assert names(lanes([source("a", "x"), source("b"), source("c", "x")], (), 1)) == [[["a", "c"], ["b"]]]


def test_a_group_and_a_source_in_trouble_have_processes_of_their_own_and_trouble_comes_last() -> None:
    sources = [source("bad"), source("a"), source("b", group="slow"), source("c", group="slow")]
    assert names(lanes(sources, {"bad"}, 4)) == [[["a"]], [["b"], ["c"]], [["bad"]]]


def test_without_sources_there_is_no_process() -> None:
    assert lanes([], (), 4) == []


def test_after_a_run_without_network_not_every_source_gets_a_process() -> None:
    sources = [source(f"s{number}") for number in range(302)]
    plan = lanes(sources, {one.name for one in sources}, 2)
    assert len(plan) == TROUBLED_LANES
    assert sum(len(lane) for lane in plan) == 302


def test_no_process_has_thousands_of_sources() -> None:
    plan = lanes([source(f"s{number}") for number in range(5_000)], (), 2)
    assert max(map(len, plan)) == LANE_SOURCES


def test_a_process_whose_chains_wait_for_each_other_has_the_time_for_it() -> None:
    chain = (replace(source("a"), limits=SourceLimits(minutes=1)),)
    assert longest_seconds([chain]) == 60
    assert longest_seconds([chain] * 10 * OPEN_CHAINS) == 60 + 600
