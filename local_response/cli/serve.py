"""`local-response serve`: the web app on this machine."""

from __future__ import annotations

import os
import sys
import webbrowser
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import typer

SETTINGS = "local_response.web.settings"
ASSETS = Path(__file__).parents[1] / "web" / "assets" / "manifest.json"


def serve(
    port: int = typer.Option(8000, "--port", min=0, max=65535, help="Port to listen on; 0 for any that is free."),
    address: str = typer.Option("127.0.0.1", "--address", help="Address to listen on: of this machine only."),
    open_page: bool = typer.Option(True, "--open/--no-open", help="Open the front page in a browser."),
    area: str = typer.Option("", "--area", help="Open the page of this area: any name or a local authority."),
) -> None:
    """Start the web app for one person on this machine; stop it with Ctrl-C."""
    if not _is_loopback(address):
        raise typer.BadParameter(
            f"{address} can be reached by other machines, and there is no sign-in. Leave --address out.",
            param_hint="--address",
        )
    if not ASSETS.exists():
        from local_response.model.errors import DocumentError

        raise DocumentError(f"{ASSETS.parent}: the look of the pages is not built. Run `sh scripts/frontend.sh`.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    _serve(address, port, open_page, area)


def _serve(address: str, port: int, open_page: bool, area: str) -> None:
    from urllib.parse import quote

    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Server(ThreadedWSGIServer):
        daemon_threads = True
        request_queue_size = 128  # with the usual ten, an eleventh visitor at once waits a second for the next try

    application = get_wsgi_application()
    ipv6 = ip_address(address).version == 6
    try:
        server = Server((address, port), WSGIRequestHandler, ipv6=ipv6)
    except OSError as problem:
        from local_response.model.errors import DocumentError

        raise DocumentError(
            f"Port {port} of {address} cannot be used ({problem.strerror}). Give another, such as --port {port + 1}."
        ) from problem
    server.set_app(application)
    start = f"http://{f'[{address}]' if ipv6 else address}:{server.server_port}/"
    page = f"{start}areas/?area={quote(area)}" if area else start
    typer.echo(f"Local Response is at {page} (stop it with Ctrl-C)", err=True)
    if open_page and sys.stderr.isatty():
        Thread(target=webbrowser.open, args=(page,), daemon=True).start()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        typer.echo("Stopped.", err=True)
    finally:
        server.server_close()


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError as problem:
        raise typer.BadParameter(
            f"{address!r} is not an address, such as 127.0.0.1.", param_hint="--address"
        ) from problem
