"""URLs: one normal form for each, the key of an article, and the site that a URL belongs to.

Observed: feeds, social buttons and newsletters hang tracking parameters, session ids and fragments on the
same URL, and write its host and escapes in several ways. The rule: what RFC 3986 section 6.2 calls
equivalent is made equal, and a parameter is dropped when its name (or, for three ambiguous names, its
value) serves nothing but counting visits. The order of the remaining parameters is kept, because the
normal form is also the URL that is requested.

Known exceptions: a site that serves an article by a parameter named like a tracker; sites whose http and
https URLs differ. The costs are unequal: a parameter dropped wrongly merges two articles and one is
lost; one kept wrongly makes a second row, which matching then calls an exact duplicate. Hence the short list.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache, lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

import idna
from publicsuffixlist import PublicSuffixList

from warehouse.base.errors import CopydeskError

MAX_URL_CHARS = 2_000
_PORTS = {"http": 80, "https": 443}
_TRACKERS = re.compile(
    r"(utm_|at_(medium|campaign|custom|link|bbc)|ns_(mchannel|source|campaign|linkname|fee)|hsa_|mtm_|pk_|wt_z?mc"
    r"|__twitter_impression|_hs(enc|mi)|vero_)\w*"
    r"|fbclid|[gdy]clid|gclsrc|[gw]braid|msclkid|twclid|ttclid|igsh(id)?|mc_[ce]id|_ga|_gl|s_cid|ref_(src|url)"
    r"|cmpid|icid|intcid|smid|xtor|ocid|cmp|campaign_id|wprov|guccounter|guce_referrer(_sig)?|share_?id"
    r"|phpsessid|jsessionid|aspsessionid\w*|sessionid|session_id",
    re.IGNORECASE,
)
_AMBIGUOUS = frozenset({"ref", "source", "from"})
_CHANNELS = re.compile(
    r"(rss|feeds?|atom|twitter|facebook|fb|linkedin|whatsapp|telegram|newsletter|e?mail|social|share|push|homepage)"
    r"([-_.]\w+)*",
    re.IGNORECASE,
)
_PATH_SESSION = re.compile(r";(jsessionid|phpsessid|sid)=[^/?]*|/\(S\([a-z0-9]+\)\)(?=/)", re.IGNORECASE)
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_USERINFO = re.compile(r"//[^/?#]*@")
_CONTROL = re.compile(r"[\x00-\x20\x7f]")


class UrlError(CopydeskError):
    """A URL at which no page can be requested; `reason` is a code of the ledger (`scheme`, `bad_url`)."""

    def __init__(self, url: str, reason: str):
        super().__init__(without_credentials(url), reason)
        self.url = without_credentials(url)
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.url[:200]!r} is not a usable URL ({self.reason}): give an http or https URL"


@lru_cache(maxsize=4_096)  # a part of a run needs the same URLs three times
def normalise(url: str) -> str:
    """The normal form of an absolute http or https URL; applying it twice changes nothing.

    Raises UrlError for another scheme, a missing or impossible host, and more than MAX_URL_CHARS.
    """
    parts = _split(url)
    host = _host(parts, url)
    port = _port(parts, url)
    netloc = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    path = _without_dots(_PATH_SESSION.sub("", _escapes(parts.path, safe="/:@!$&'()*+,;="))) or "/"
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _tracks(pair))
    return urlunsplit((parts.scheme, netloc, path, _escapes(query, safe="/?:@!$&'()*+,;="), ""))


def without_credentials(url: str) -> str:
    """Any text as it is, save for what stands between `//` and `@` in its authority."""
    return _USERINFO.sub("//", url)


def resolve(link: str, base: str) -> str:
    """A link of a document at `base`, in normal form. Raises UrlError, for nothing too."""
    if not link.strip():
        raise UrlError(link, "bad_url")
    try:
        return normalise(urljoin(base, link.strip()))
    except ValueError as error:
        raise UrlError(link, "bad_url") from error


def article_id(canonical_url: str) -> str:
    """Key of an article: the first 16 hex digits of the SHA-256 of its canonical URL."""
    return hashlib.sha256(canonical_url.encode()).hexdigest()[:16]


def domain_of(url: str) -> str:
    """Host of a URL without `www.`; a port other than the scheme's own stays (`127.0.0.1:8701`)."""
    return urlsplit(url).netloc.rpartition("@")[2].lower().removeprefix("www.")


def site_of(url: str) -> str:
    """The site that a URL belongs to: the registrable domain by the Public Suffix List.

    Hosts without one (IP addresses, names of an intranet) and hosts with a port of their own stand for
    themselves.
    """
    domain = domain_of(url)
    return (":" not in domain and _registrable(domain)) or domain


def host_address(host: str) -> IPv4Address | IPv6Address | None:
    """The IP address that a host spells out literally, without brackets; None for a name."""
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        return None


def _split(url: str) -> SplitResult:
    if len(url) > MAX_URL_CHARS:
        raise UrlError(url, "bad_url")
    try:
        parts = urlsplit(_CONTROL.sub(lambda found: "%20" if found[0] == " " else "", url.strip()))
    except ValueError as error:
        raise UrlError(url, "bad_url") from error
    if parts.scheme not in _PORTS:
        raise UrlError(url, "scheme")
    return parts


def _host(parts: SplitResult, url: str) -> str:
    host = (parts.hostname or "").rstrip(".")
    if address := host_address(host):
        return f"[{address}]" if address.version == 6 else str(address)
    try:
        return host if re.fullmatch(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?", host) else _punycode(host)
    except (idna.IDNAError, UnicodeError) as error:
        raise UrlError(url, "bad_url") from error


def _punycode(host: str) -> str:
    return idna.encode(host, uts46=True).decode("ascii")


def _port(parts: SplitResult, url: str) -> int | None:
    try:
        return parts.port
    except ValueError as error:
        raise UrlError(url, "bad_url") from error


def _escapes(text: str, safe: str) -> str:
    """Unreserved characters bare, all others escaped in upper case; an escape stays an escape."""
    quoted = quote(text, safe=safe + "%", errors="replace")
    quoted = re.sub(r"%(?![0-9a-fA-F]{2})", "%25", quoted)
    return _ESCAPE.sub(lambda found: _escape(found[1]), quoted)


def _escape(digits: str) -> str:
    character = chr(int(digits, 16))
    return character if character in _UNRESERVED else f"%{digits.upper()}"


def _without_dots(path: str) -> str:
    """RFC 3986 section 5.2.4, for an absolute path."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _tracks(pair: str) -> bool:
    name, _, value = pair.partition("=")
    if name.lower() in _AMBIGUOUS:
        return bool(_CHANNELS.fullmatch(value))
    return bool(_TRACKERS.fullmatch(name))


@cache
def _suffixes() -> PublicSuffixList:
    """The list as it is bundled: nothing is downloaded. A name under none of its rules is no domain."""
    return PublicSuffixList(accept_unknown=False)


@cache
def _registrable(domain: str) -> str:
    return _suffixes().privatesuffix(domain) or ""
