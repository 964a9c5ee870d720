"""The demo newsroom: a deterministic set of news outlets on loopback, for `make demo` and for tests.

Everything that an outlet is (its feeds, its robots.txt, its promos, its stories) stands in one TOML file
in `outlets/`; all of the text was written for it. The modules, from the ground up:

- `outlet`: what a TOML file declares
- `edition`: which stories an outlet carries in the n-th edition, with which text
- `article_page`, `scripted_page`, `odd_page`, `list_page`, `feed`, `sitemap`: what is served
- `site`: every path of one outlet in one edition, with what is true of it
- `server`: one HTTP server an outlet, counting requests
- `newsroom`: all of them together
- `demo`: the driver of `make demo`
- `hostile`: the hostile web
"""

from newsroom.newsroom import Newsroom
from newsroom.outlet import Outlet, read_outlets
from newsroom.server import Request
from newsroom.truth import PageTruth

__all__ = ["Newsroom", "Outlet", "PageTruth", "Request", "read_outlets"]
