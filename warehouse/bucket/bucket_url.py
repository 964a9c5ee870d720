"""Where a bucket is and with which credentials it is read: its URL, and the environment's AWS_* variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from warehouse.base.errors import CopydeskError

_FORM = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/?([\w./=-]*)")

DEFAULT_REGION = "us-east-1"


class WrongBucketUrl(CopydeskError):
    """The URL of a lake is no s3:// URL."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f"{self.text}: not the URL of a bucket; write s3://bucket/prefix"


class NoCredentials(CopydeskError):
    """The environment has no key for the bucket."""

    def __init__(self, url: str, missing: str) -> None:
        super().__init__(url, missing)
        self.url = url
        self.missing = missing

    def __str__(self) -> str:
        return (
            f"{self.url}: {self.missing} is not set; export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY "
            "(and AWS_SESSION_TOKEN, AWS_REGION, AWS_ENDPOINT_URL where they apply)"
        )


@dataclass(frozen=True)
class BucketUrl:
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


def parse_bucket_url(text: str) -> BucketUrl:
    """The URL that a configuration states. Raises WrongBucketUrl."""
    match = _FORM.fullmatch(text)
    if match is None or ".." in text:
        raise WrongBucketUrl(text)
    return BucketUrl(match[1], match[2].strip("/"))


def access_from(environment: Mapping[str, str], url: BucketUrl) -> Access:
    """What the environment says. Raises NoCredentials."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        if not environment.get(name):
            raise NoCredentials(str(url), name)
    return Access(
        key_id=environment["AWS_ACCESS_KEY_ID"],
        secret=environment["AWS_SECRET_ACCESS_KEY"],
        token=environment.get("AWS_SESSION_TOKEN"),
        region=environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or DEFAULT_REGION,
        endpoint=environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT_URL"),
    )
