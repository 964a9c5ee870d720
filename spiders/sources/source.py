"""A source is a declaration: what is watched, how far, and what is expected of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from spiders.discovery.kinds import DiscoveryUrls


@dataclass(frozen=True)
class SourceLimits:
    """How far one run goes at one source. The bounds on single responses hold before anything is parsed."""

    pages: int = 500
    """Article pages requested in one run; the others wait for the next (`skipped/budget`)."""
    minutes: float = 20.0
    """Time that one run gives to the source."""
    delay: float = 1.0
    """Least seconds between two requests to one host; a longer Crawl-delay wins."""
    connections: int = 1
    """Connections open to one host at a time."""
    page_bytes: int = 5_000_000
    """Largest page, after decompression; four times as much for feeds and sitemaps."""
    links: int = 5_000
    """Links that one discovery document may give."""
    sitemaps: int = 50
    """Discovery documents read in one run, those that sitemap indexes name included."""
    max_age_days: int = 30
    """Entries of sitemaps whose stated date is older are left alone; 0 takes all."""


@dataclass(frozen=True)
class Expectations:
    """Articles a day that the source normally brings; outside of it `status` says so."""

    min_per_day: float = 0.0
    max_per_day: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Source(DiscoveryUrls):
    """One configured outlet.

    `allow` and `deny` are regular expressions searched in the whole URL of an article link; deny wins, and
    with no `allow` everything on the source's own site is allowed. `prune` and `select` are CSS selectors,
    or XPath where they begin with `/` or `.//`. Sources of one `group` share a crawl process and a
    deployment of their own; those without one are dealt out to the run's common crawl processes. `spider`
    names a spider other than the generic `outlet`.
    """

    name: str
    hubs: tuple[str, ...] = ()
    """WebSub hubs that the feeds name: recorded, and not requested."""
    former_hosts: tuple[str, ...] = ()
    """Hosts at which the site stood before: its articles keep their keys, links to there are its own."""
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    prune: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    promos: tuple[str, ...] = ()
    """Phrases: a block that contains one is cut from every article of the source."""
    protect: tuple[str, ...] = ()
    """Phrases: a block that contains one is never cut."""
    interval_minutes: int = 0
    """Least time between two looks at the source; the pause grows while nothing new comes, to a day."""
    window_days: int = 0
    """Days back in which copies of the source's articles are looked for; 0: as the desk's."""
    group: str = ""
    spider: str = "outlet"
    render: bool = False
    """Render pages in a browser (needs the extra `browser`)."""
    enabled: bool = True
    limits: SourceLimits = field(default_factory=SourceLimits)
    expect: Expectations = field(default_factory=Expectations)
