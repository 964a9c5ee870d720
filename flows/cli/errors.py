"""Errors as people see them: one line that says what happened, to what, and what to type."""

from __future__ import annotations

import errno

from warehouse.base.errors import CopydeskError

_OF_THE_DISK = (
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
    *(errno.ENOTDIR, errno.EISDIR, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ESTALE),
    *(errno.ENAMETOOLONG, errno.ELOOP, errno.ENODEV, errno.ENXIO, errno.ENOTCONN, errno.ETIMEDOUT),
)
"""What an operator can fix: no right to write, no room left, a file in a folder's place, a path that can be
none, a disk that fails or is gone."""

_DAMAGE = (
    "duckdb.IOException",
    "duckdb.FatalException",
    "duckdb.InvalidInputException",
    "pyarrow.lib.ArrowInvalid",
)
_NO_ROOM = ("duckdb.OutOfMemoryException",)
"""Errors of libraries, which verbs import only when they need them, by name."""


def error_message(error: Exception) -> str | None:
    """The line for what copydesk raises on purpose, or the disk makes; None for a mistake of ours."""
    if isinstance(error, CopydeskError):
        return str(error)
    if isinstance(error, OSError) and error.errno in _OF_THE_DISK:
        return _of_the_disk(error)
    return _of_a_library(error)


def _of_the_disk(error: OSError) -> str:
    advice = "; disk error: check the disk, then run: copydesk fsck" if error.errno == errno.EIO else ""
    return f"{error.filename or 'the disk'}: {error.strerror or error}{advice}"


def _of_a_library(error: Exception) -> str | None:
    """One line for what DuckDB and Arrow raise at damaged files and full disks; None for anything else."""
    name = f"{type(error).__module__.removeprefix('_')}.{type(error).__name__}"
    said = " ".join(str(error).split("\n\n")[0].split())
    if name in _NO_ROOM or "No space left" in said:
        return f"no space left: {said}; nothing was committed. Free some space and run again"
    if "Input/output error" in said:
        return f"disk error: {said}; check the disk, then run: copydesk fsck"
    if name in _DAMAGE:
        return f"a file of the lake cannot be read: {said}; run: copydesk fsck --repair"
    return None
