"""Sources shared out over machines: each site belongs to one, whatever else there is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import cli
from flows.ingestion.prepare import prepare_run
from flows.orchestration.deployments import Timing, deployments
from flows.sources.shards import ALL, NotAShard, Shard
from spiders.identity.urls import site_of
from spiders.sources.source import Source

SOURCES = {
    f"{host}-{number}": Source(name=f"{host}-{number}", home=f"https://{host}.paper{number}.co.uk/")
    for number in range(200)
    for host in ("www", "news", "sport")
}


def enabled(shard: Shard, sources: dict[str, Source] = SOURCES) -> set[str]:
    chosen = shard.of(sources)
    assert chosen.keys() == sources.keys()
    return {name for name, source in chosen.items() if source.enabled}


@pytest.mark.parametrize("count", [1, 2, 3, 7, 25])
def test_all_shards_together_have_each_source_once_and_a_site_whole(count: int) -> None:
    shards = [enabled(Shard(number, count)) for number in range(1, count + 1)]
    assert sum(map(len, shards)) == len(SOURCES)
    assert set().union(*shards) == set(SOURCES)
    sites = [{site_of(SOURCES[name].home) for name in shard} for shard in shards]
    assert sum(map(len, sites)) == 200, "no site is in two"
    assert max(map(len, sites)) < 2.1 * 200 / count + 8


def test_a_source_that_is_added_moves_no_other() -> None:
    added = SOURCES | {"new": Source(name="new", home="https://new.example/")}
    for number in (1, 2, 3):
        assert enabled(Shard(number, 3), added) - {"new"} == enabled(Shard(number, 3))


def test_a_further_shard_takes_its_part_and_moves_no_other_site() -> None:
    for number in (1, 2, 3):
        assert enabled(Shard(number, 4)) < enabled(Shard(number, 3))


def test_hosts_without_a_registrable_domain_stand_for_themselves_and_disabled_sources_stay_so() -> None:
    sources = {
        "one": Source(name="one", home="http://127.0.0.1:8701/"),
        "two": Source(name="two", home="http://intranet/", enabled=False),
    }
    assert [enabled(Shard(number, 2), sources) for number in (1, 2)].count({"one"}) == 1
    assert enabled(ALL, sources) == {"one"}


@pytest.mark.parametrize("text", ["", "0/3", "4/3", "1", "1/0", "-1/3", "1/1001", "1/3/5", "a/b", "1/3\n"])
def test_what_is_no_shard_is_said(text: str) -> None:
    with pytest.raises(NotAShard, match="2/3 is the second of three"):
        Shard.parse(text)


def test_a_run_takes_the_sources_of_its_shard(tmp_path: Path) -> None:
    config = tmp_path / "sources.toml"
    tables = [f'[sources.s{number}]\nhome = "https://s{number}.example/"\n' for number in range(9)]
    config.write_text('[copydesk]\ncontact = "desk@copydesk.example"\n' + "".join(tables))
    of_shards = [
        {name for name, source in run.settings.sources.items() if source.enabled}
        for number in (1, 2)
        for run in [prepare_run(tmp_path / "data", config, True, shard=Shard(number, 2))]
    ]
    assert of_shards[0] and of_shards[1] and not of_shards[0] & of_shards[1]
    wrong = CliRunner().invoke(cli, ["--config", str(config), "run", "--shard", "3/2"])
    assert wrong.exit_code == 2 and "--shard '3/2' is not a shard" in wrong.output


def test_each_shard_has_a_deployment_of_its_own_and_the_first_has_the_others() -> None:
    def made(shard: str) -> dict[str, object]:
        timing = Timing(timedelta(hours=1))
        found = deployments(Path("data"), Path("sources.toml"), timing, shard=shard)
        return {one.name: one.parameters.get("shard") for one in found}

    assert made("2/3") == {"ingest-2-of-3": "2/3"}
    assert made("1/3").keys() == {"ingest-1-of-3", "maintain", "reclean", "reextract", "backfill"}
