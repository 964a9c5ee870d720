"""Ends this process when its parent is gone, however the parent ended."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

_STDIN = 0


def exit_with_parent(on_gone: Callable[[], None]) -> None:
    """Watch standard input, which the parent holds open as long as it lives; `on_gone` is called in a thread.

    A crawl that outlived its run would land pages under the feet of the next one.
    """

    def watch() -> None:
        while os.read(_STDIN, 1):
            pass
        on_gone()

    threading.Thread(target=watch, name="parent", daemon=True).start()


def exit_now() -> None:
    """End this process at once, from any of its threads."""
    os._exit(1)
