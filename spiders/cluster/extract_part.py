"""What a worker of the cluster does: it reads a file of pages, extracts them and writes a file of results.

The extraction itself goes on in a process of its own, as on one machine, so that a page that kills it costs
that page. Each thread of a worker keeps such a process for the parts that follow.

Files are pickles, which must come from nobody else: what a file hashes to goes by way of the cluster's
scheduler, and is compared before the file is read.
"""

from __future__ import annotations

import hashlib
import pickle
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from spiders.cluster.same_code import code_hash
from spiders.cluster.work_files import WorkFiles, work_files
from spiders.extraction.model import ExtractionRules
from spiders.workers.pool import WORKER, WorkerPool
from warehouse.base.errors import CopydeskError

_of_thread = threading.local()


class OtherCode(CopydeskError):
    """The worker has another version of copydesk, or of its extractor."""

    def __str__(self) -> str:
        return "the cluster's workers have another version of copydesk or trafilatura; install the same there"


class ChangedFile(CopydeskError):
    """A file is not what was written."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"{self.name}: another content than was written; who else writes there?"


@dataclass(frozen=True)
class WorkFile:
    """A file by its name, and what its content hashes to."""

    name: str
    digest: str


def put(files: WorkFiles, name: str, content: Any) -> WorkFile:
    """Write anything that can be pickled."""
    packed = pickle.dumps(content, pickle.HIGHEST_PROTOCOL)
    files.write(name, packed)
    return WorkFile(name, hashlib.sha256(packed).hexdigest())


def take(files: WorkFiles, file: WorkFile) -> Any:
    """Read what was written. Raises WorkFileMissing and ChangedFile."""
    packed = files.read(file.name)
    if hashlib.sha256(packed).hexdigest() != file.digest:
        raise ChangedFile(file.name)
    return pickle.loads(packed)


def extract_part(
    place: str, pages: WorkFile, rules: Mapping[str, ExtractionRules], code: str, module: str = WORKER
) -> WorkFile:
    """Extract the pages of a file; the file of results, in their order. `code` is the caller's `code_hash`.

    `module` is that of the process that extracts.

    It may be called twice for a part, when a worker is lost or believed to be: results are named apart.
    """
    if code != code_hash():
        raise OtherCode
    files = work_files(place)
    results = [result for _, result in _pool(module).extract(take(files, pages), rules)]
    return put(files, f"{pages.name}-{secrets.token_hex(8)}", results)


def _pool(module: str) -> WorkerPool:
    """The extraction process of this thread, which ends when this process does."""
    if getattr(_of_thread, "module", None) != module:
        _of_thread.module, _of_thread.pool = module, WorkerPool(1, module=module)
    pool: WorkerPool = _of_thread.pool
    return pool
