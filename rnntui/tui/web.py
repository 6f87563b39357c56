"""The screen in a browser: textual-serve, restricted to this machine's pages and its own fonts.

Each visitor has a separate debugger process, which ends with the page.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import re
import socket
import sys
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import WSCloseCode, web
from textual_serve.app_service import AppService
from textual_serve.server import Server

from rnntui.errors import InputError

_FONTS = re.compile(r"<link[^>]*https://fonts\.[^>]*>")
# Seconds for a debugger to end itself.
_PATIENCE = 5.0
_OWN_FONT = """<style>@font-face {{ font-family: "Roboto Mono";
      src: url("{static}fonts/RobotoMono-VariableFont_wght.ttf"); }}</style>"""


class WebServer(Server):
    """Serves the debugger that a command starts.

    Args:
        command: for a shell.
        title: of the page.
        host, port: where it listens.
    """

    def __init__(self, command: str, title: str, host: str, port: int) -> None:
        super().__init__(command, host=host, port=port, title=title)
        self._local = is_local(host)
        self._open: set[web.WebSocketResponse] = set()

    def run(self) -> None:
        """Serve until Ctrl-C.

        Raises:
            InputError: it can't listen there.
        """
        check_free(self.host, self.port)
        if not self._local:
            print(
                f"rnntui: {self.host} can be reached from other machines: whoever opens the page "
                "can look at this model and its data, and run its computations here",
                file=sys.stderr,
                flush=True,
            )
        try:
            self.serve()
        except OSError as error:
            raise _refused(self.host, self.port, error) from None

    def initialize_logging(self) -> None:
        """Log errors only."""
        logging.basicConfig(level="WARNING", format="rnntui: %(message)s")

    async def on_startup(self, app: web.Application) -> None:
        """Print the address."""
        address = self.public_url
        print(f"{self.title} on {address} · Ctrl-C ends it", flush=True)

    async def on_shutdown(self, app: web.Application) -> None:
        """Let visitors go: else the server would wait for them."""
        leaving = [websocket.close(code=WSCloseCode.GOING_AWAY) for websocket in tuple(self._open)]
        await asyncio.gather(*leaving, return_exceptions=True)

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guard)
        return app

    @web.middleware
    async def _guard(
        self,
        request: web.Request,
        handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        """Keep out other pages, which a visitor's browser would let speak to this server."""
        asked = urlsplit(f"//{request.host}")
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request.host:
            raise web.HTTPForbidden(text="The debugger is for its own page.")
        if self._local and not is_local(asked.hostname or ""):
            raise web.HTTPForbidden(text="The debugger is for this machine.")
        if request.path == "/":
            # The page speaks to the name that it was reached by.
            self.public_url = f"{request.scheme}://{request.host}"
        response = await handler(request)
        if request.path == "/" and isinstance(response, web.Response) and response.text:
            font = _OWN_FONT.format(static="/static/")
            response.text = _FONTS.sub(font, response.text, count=1)
        return response

    async def _process_messages(
        self, websocket: web.WebSocketResponse, app_service: AppService
    ) -> None:
        self._open.add(websocket)
        try:
            await super()._process_messages(websocket, app_service)
        finally:
            self._open.discard(websocket)
            await app_service.stop()
            await _ended(app_service)


async def _ended(app_service: AppService) -> None:
    """Wait until a visitor's debugger has ended; otherwise it would outlive the event loop."""
    process = app_service._process
    if process is None:
        return
    try:
        await asyncio.wait_for(process.wait(), _PATIENCE)
    except TimeoutError:
        process.kill()
        await process.wait()


def is_local(host: str) -> bool:
    """Whether only this machine reaches a host of that name."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_free(host: str, port: int) -> None:
    """Raise InputError if nothing can listen there."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise InputError(f"--host {host}: there is no such host") from None
    for family, kind, protocol, _, address in found:
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
            except OSError as error:
                if family == socket.AF_INET6 and len(found) > 1:
                    # A machine may have the name, but not the protocol.
                    continue
                raise _refused(host, port, error) from None


def _refused(host: str, port: int, error: OSError) -> InputError:
    reason = (error.strerror or str(error)).lower()
    return InputError(f"--port {port}: can't listen on {host} there ({reason}); choose another")
