"""A built site behind a plain file server, and Chromium to look at it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
UNDER = "some/path"
"""The site is never at the root of the server."""

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = "axe-core@4.14.1"


def chromium() -> str | None:
    """Where Chromium is, if it is installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def build(folder: Path) -> Path:
    """The site: the one that `ALL_RISK_SITE` names, or one built here."""
    if given := os.environ.get("ALL_RISK_SITE"):
        return Path(given)
    site = folder / "site"
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run([sys.executable, "docs/build_evaluator.py"], check=True, cwd=ROOT)
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "--strict", "--site-dir", str(site)]
    subprocess.run(command, check=True, cwd=ROOT, env=quiet)
    return site


def axe(folder: Path) -> str:
    """The source of axe-core, from npm."""
    command = ["npm", "pack", AXE, "--json", "--pack-destination", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    with tarfile.open(folder / json.loads(done.stdout)[0]["filename"]) as archive:
        member = archive.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Requests are not printed."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that closes while a file is on its way is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(site: Path, folder: Path) -> Iterator[str]:
    """The address of the evaluator, while the site is served from below a sub-path."""
    top = folder / "server"
    (top / UNDER).parent.mkdir(parents=True)
    (top / UNDER).symlink_to(site.resolve(), target_is_directory=True)
    server = _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(top)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/{UNDER}/evaluator/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
