"""For how long things are kept; the defaults of the configuration are these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Retention:
    """For how long what is kept.

    `pages`: raw pages, after which nothing can be extracted again. `window`: signatures and bands, as long
    as matching looks back. `snapshots`: a snapshot, from the moment that a newer one replaced it; the
    newest `keep` stay whatever their age.
    """

    pages: timedelta = timedelta(days=90)
    window: timedelta = timedelta(days=60)
    snapshots: timedelta = timedelta(days=7)
    keep: int = 3
