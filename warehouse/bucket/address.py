"""Where a bucket is and by whose leave it is read: the address, and the environment by its AWS names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from warehouse.base.errors import CopydeskError

_FORM = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/?([\w./=-]*)")

DEFAULT_REGION = "us-east-1"


class WrongAddress(CopydeskError):
    """The address of a lake is no s3:// address."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f"{self.text}: is no address of a bucket; it is written s3://bucket/prefix"


class NoCredentials(CopydeskError):
    """The environment has no key for the bucket."""

    def __init__(self, address: str, missing: str) -> None:
        super().__init__(address, missing)
        self.address = address
        self.missing = missing

    def __str__(self) -> str:
        return (
            f"{self.address}: {self.missing} is not set; export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY "
            "(and AWS_SESSION_TOKEN, AWS_REGION, AWS_ENDPOINT_URL where they apply)"
        )


@dataclass(frozen=True)
class Address:
    """A bucket and the prefix of all keys in it, without slashes around it."""

    bucket: str
    prefix: str

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.prefix}".rstrip("/")


@dataclass(frozen=True)
class Access:
    """How to reach the store. `endpoint` is None for Amazon's own, else its URL."""

    key_id: str
    secret: str = field(repr=False)
    token: str | None = field(repr=False)
    region: str
    endpoint: str | None

    @property
    def is_encrypted(self) -> bool:
        """Whether requests go over TLS; plain HTTP only where the endpoint's URL says so."""
        return not (self.endpoint or "").startswith("http://")


def parse_address(text: str) -> Address:
    """The address that a configuration states. Raises WrongAddress."""
    match = _FORM.fullmatch(text)
    if match is None or ".." in text:
        raise WrongAddress(text)
    return Address(match[1], match[2].strip("/"))


def access_from(environment: Mapping[str, str], address: Address) -> Access:
    """What the environment says. Raises NoCredentials."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        if not environment.get(name):
            raise NoCredentials(str(address), name)
    return Access(
        key_id=environment["AWS_ACCESS_KEY_ID"],
        secret=environment["AWS_SECRET_ACCESS_KEY"],
        token=environment.get("AWS_SESSION_TOKEN"),
        region=environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or DEFAULT_REGION,
        endpoint=environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT_URL"),
    )
