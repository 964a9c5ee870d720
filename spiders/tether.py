"""Ends this process when its parent is gone, however the parent ended."""

from __future__ import annotations

import os
import threading

_STDIN = 0


def follow_parent() -> None:
    """Watch standard input, which the parent holds open as long as it lives.

    A crawl that outlived its run would land pages under the feet of the next one.
    """
    threading.Thread(target=_wait, name="tether", daemon=True).start()


def _wait() -> None:
    while os.read(_STDIN, 1):
        pass
    os._exit(1)
