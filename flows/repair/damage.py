"""Whether an error may come of a damaged data file.

Sizes are looked at before every run, checksums are not, since that means to read all bytes of the lake. So a
flipped byte shows as whatever the library that met it makes of it. Where an error can be that, all bytes are
read: a mistake costs the time for that, once, before the error is raised after all.
"""

from __future__ import annotations

import errno

import duckdb
import pyarrow as pa

from warehouse.snapshots.datafile import DamagedFile

_RESOURCES = ("no space left", "out of memory", "too many open files", "could not allocate")


def may_be_damage(error: Exception) -> bool:
    """False for what says that memory, disk or handles ran out, and for errors of other kinds."""
    if isinstance(error, OSError):
        return error.errno == errno.EIO or isinstance(error, pa.ArrowException)
    if isinstance(error, duckdb.Error | pa.ArrowException):
        return not any(words in str(error).lower() for words in _RESOURCES)
    return isinstance(error, DamagedFile | UnicodeDecodeError)
