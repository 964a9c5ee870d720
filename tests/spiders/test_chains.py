import asyncio

from spiders.processes.chains import OPEN_CHAINS, crawl_chains
from spiders.sources.source import Source


def source(number: int) -> Source:
    return Source(name=f"s{number}", home=f"https://s{number}.example/")


def test_the_next_chain_is_opened_as_one_ends_and_a_crawl_that_fails_holds_nobody_up() -> None:
    running, most, done = set(), 0, []

    async def crawl(one: Source) -> None:
        nonlocal most
        running.add(one.name)
        most = max(most, len(running))
        await asyncio.sleep(0)
        running.remove(one.name)
        done.append(one.name)
        if one.name == "s3":
            raise RuntimeError

    chains = [(source(number),) for number in range(3 * OPEN_CHAINS)]
    asyncio.run(crawl_chains(chains, crawl))
    assert most == OPEN_CHAINS
    assert len(done) == len(set(done)) == len(chains)


def test_nothing_more_is_opened_once_the_process_ends() -> None:
    done = []

    async def crawl(one: Source) -> None:
        done.append(one.name)

    chain = tuple(source(number) for number in range(5))
    asyncio.run(crawl_chains([chain], crawl, lambda: len(done) >= 2))
    assert done == ["s0", "s1"]
