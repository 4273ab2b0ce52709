"""The server: uvicorn with a deadline for whoever connects and then dawdles."""

import asyncio
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADERS_S = 15.0  # for a whole request line and its headers
KEEP_ALIVE_S = 15
CONNECTIONS = 1000
SHUTDOWN_S = 5


class Deadlined(H11Protocol):
    """HTTP as uvicorn speaks it; a connection on which no request begins in time is closed."""

    headers_s = HEADERS_S

    def connection_made(self, transport: Any) -> None:
        """A new connection."""
        super().connection_made(transport)
        self._deadline = asyncio.get_running_loop().call_later(self.headers_s, self._close_idle)

    def _close_idle(self) -> None:
        if self.cycle is None and self.transport is not None and not self.transport.is_closing():
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """The end of a connection."""
        self._deadline.cancel()
        super().connection_lost(exc)


def server_of(app: FastAPI, host: str, port: int, *, log_level: str = "warning") -> uvicorn.Server:
    """A server for the app, not yet running."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=Deadlined,
        log_level=log_level,
        server_header=False,
        date_header=True,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=SHUTDOWN_S,
        limit_concurrency=CONNECTIONS,
        h11_max_incomplete_event_size=32_768,
        proxy_headers=False,
        lifespan="off",
    )
    return uvicorn.Server(config)
