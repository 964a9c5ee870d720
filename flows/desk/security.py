"""What every response of the desk says to browsers, and who gets one.

Beyond loopback a token is wanted, as `Authorization: Bearer …` or `?token=…`; no cookie is set. On loopback
the Host header must name this machine: else a page of somebody else's could read the desk through a domain of
its own that resolves to 127.0.0.1 (DNS rebinding).
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'self'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


class Guard:
    """Middleware: refuses what may not be read, and adds HEADERS where a response has none of its own."""

    def __init__(self, app: ASGIApp, token: str | None) -> None:
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        async def send_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(Request(scope))
        return await (refusal or self._app)(scope, receive, send_headers)

    def _refusal(self, request: Request) -> PlainTextResponse | None:
        if request.method not in ("GET", "HEAD"):
            return PlainTextResponse("only GET and HEAD are allowed\n", 405, {"Allow": "GET, HEAD"})
        if self._token is None:
            if urlsplit(f"//{request.headers.get('host', '')}").hostname in LOOPBACK:
                return None
            return PlainTextResponse("without a token the desk is available on localhost only\n", 403)
        if hmac.compare_digest(_given(request).encode(), self._token.encode()):
            return None
        return PlainTextResponse(
            "give the token as ?token=… or as Authorization: Bearer …\n", 401, {"WWW-Authenticate": "Bearer"}
        )


def _given(request: Request) -> str:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token if kind.lower() == "bearer" else request.query_params.get("token", "")
