"""The hostile web: one loopback server a trap, each beside a healthy story of its own.

- `trap`: what a trap is
- `bombs`, `bodies`, `markup`, `redirects`, `documents`, `links`: the traps, by what they attack
- `server`: one trap's site, and the canary that nobody may connect to
- `web`: all of them together, with a sources file
"""

from newsroom.hostile.trap import Trap
from newsroom.hostile.web import HostileWeb, all_traps

__all__ = ["HostileWeb", "Trap", "all_traps"]
