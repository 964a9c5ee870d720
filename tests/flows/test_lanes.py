from flows.crawling.lanes import lanes
from spiders.sources.source import Source


def source(name, host=None, group=""):
    return Source(name=name, home=f"https://{host or name}.example/", group=group)


def names(plan):
    return [[[one.name for one in chain] for chain in lane] for lane in plan]


def test_sources_share_as_many_processes_as_are_given():
    plan = lanes([source("a"), source("b"), source("c")], (), 2)
    assert names(plan) == [[["a"], ["c"]], [["b"]]]


def test_sources_of_one_host_are_crawled_in_turn():
    assert names(lanes([source("a", "x"), source("b"), source("c", "x")], (), 1)) == [[["a", "c"], ["b"]]]


def test_a_group_and_a_source_in_trouble_have_processes_of_their_own_and_trouble_comes_last():
    sources = [source("bad"), source("a"), source("b", group="slow"), source("c", group="slow")]
    assert names(lanes(sources, {"bad"}, 4)) == [[["a"]], [["b"], ["c"]], [["bad"]]]


def test_without_sources_there_is_no_process():
    assert lanes([], (), 4) == []
