"""py3langid's model as the detector takes it, kept in a file that all processes map.

Observed: to unpack the model took each extraction process .6 CPU seconds, and it held 75 MB of its own. The
rule: the first process that wants it makes it compact and writes it to the folder in which the user's
programs keep files that may be deleted (XDG Base Directory Specification), by the hash of the packed model. A
file that is cut short or damaged is written once more. Where none can be written, each process makes the
model for itself.
"""

from __future__ import annotations

import hashlib
import logging
import os
import zlib
from dataclasses import fields
from mmap import ACCESS_READ, MADV_DONTNEED, mmap
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import numpy as np
from py3langid.langid import MODEL_DIR, MODEL_FILE
from py3langid.modelio import load_model

from spiders.languages.compact_model import Array, CompactModel, compacted
from warehouse.base.durable import PART, replace

logger = logging.getLogger(__name__)

PACKED = MODEL_DIR / MODEL_FILE
"""The model as py3langid brings it."""

_FORM = "4"
"""Of the file: another one where `CompactModel` is another."""
_CHECKSUM_BYTES = 4


def user_folder() -> Path | None:
    """Where models are kept; None where the user has no such folder."""
    try:
        place = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    except RuntimeError:
        return None
    return Path(place) / "copydesk" / "language-model"


def kept_model(packed: Path, folder: Path | None) -> CompactModel:
    """The model of a packed file, from `folder` if it is kept there, and kept there from now on."""
    name = hashlib.sha256(packed.read_bytes()).hexdigest()
    path = folder / f"{name}.{_FORM}" if folder else None
    try:
        if path:
            return _read(path)
    except (OSError, ValueError):
        pass  # there is none yet, or a damaged one
    made = compacted(*load_model(packed))
    try:
        if path:
            _write(path, made)
    except OSError as error:
        logger.debug("the language model cannot be kept: %s", error)
    return made


def _read(path: Path) -> CompactModel:
    """Raises OSError, and ValueError for a file that is not whole."""
    with path.open("rb") as file:
        mapped = mmap(file.fileno(), 0, access=ACCESS_READ)
    if zlib.crc32(memoryview(mapped)[:-_CHECKSUM_BYTES]) != int.from_bytes(mapped[-_CHECKSUM_BYTES:], "big"):
        raise ValueError(f"{path}: damaged")
    mapped.madvise(MADV_DONTNEED)  # what the checksum was made of is not used yet
    return CompactModel(*(_next_array(mapped) for _ in fields(CompactModel)))


def _next_array(mapped: mmap) -> Array:
    np.lib.format.read_magic(mapped)
    shape, _, dtype = np.lib.format.read_array_header_1_0(mapped)
    values = np.frombuffer(mapped, dtype, int(np.prod(shape)), mapped.tell())
    mapped.seek(values.nbytes, os.SEEK_CUR)
    return values.reshape(shape)


def _write(path: Path, model: CompactModel) -> None:
    """Write a model in place of all others, which are of other versions. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for other in path.parent.iterdir():  # also what a killed process has begun
        other.unlink(missing_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=PART, delete=False) as file:
        try:
            _write_arrays(file, model)
            replace(Path(file.name), path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _write_arrays(file: IO[bytes], model: CompactModel) -> None:
    for field in fields(CompactModel):
        np.lib.format.write_array(file, getattr(model, field.name), allow_pickle=False)
    file.flush()
    with mmap(file.fileno(), 0, access=ACCESS_READ) as written:
        checksum = zlib.crc32(written)
    file.write(checksum.to_bytes(_CHECKSUM_BYTES, "big"))
    file.flush()
    os.fsync(file.fileno())
