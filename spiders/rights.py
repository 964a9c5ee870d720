"""Rights that a server states in the headers of an answer."""

from __future__ import annotations

from collections.abc import Mapping


def tdm_reserved(headers: Mapping[str, str]) -> bool | None:
    """The header `tdm-reservation` (TDMRep, W3C community group): 1 reserves, 0 does not; else None."""
    for name, value in headers.items():
        if name.lower() == "tdm-reservation":
            return {"1": True, "0": False}.get(value.strip())
    return None
