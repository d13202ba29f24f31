"""What `make run` and `make dev` leave running: the web server, and the worker that makes papers.

Both end together: whichever signal stops this stops both, and where the web server ends, so does the worker.
A worker that ends by itself is started again, since what it was making waits in the database.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

_BIN = Path(sys.executable).parent

_PAUSE = 2.0
"""Seconds before a worker that has ended is started again, so that one that cannot start does not spin."""

_PATIENCE = 30.0
"""Seconds that it has to end what it is making when all stops; what is not made then is made later."""


def serve(port: int, *, developing: bool = False) -> int:
    """Serve on 127.0.0.1 until something stops it.

    Args:
        port: of 127.0.0.1.
        developing: with the development server, which starts anew as code is edited; so does its worker.

    Returns:
        What the web server ended with.
    """
    web = _start(_development_server(port) if developing else _gunicorn(port))
    work = [sys.executable, "manage.py", "db_worker", "--verbosity", "1" if developing else "0"]
    worker = _start(work)

    def stop(signum: int, frame: FrameType | None) -> None:
        # The development server ends what it started on this one alone; and a terminal that is closed would
        # have gunicorn read its settings again.
        web.send_signal(signal.SIGTERM if developing or signum == signal.SIGHUP else signum)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGHUP, stop)  # the terminal is closed
    while web.poll() is None:
        if worker.poll() is not None:
            time.sleep(_PAUSE)
            worker = _start(work)
        time.sleep(0.2)
    worker.terminate()  # it ends what it is making first
    try:
        worker.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        worker.kill()
    return web.returncode


def _gunicorn(port: int) -> list[str]:
    return [
        str(_BIN / "gunicorn"), "improvement.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2",
        "--threads", "4", "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip


def _development_server(port: int) -> list[str]:
    return [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}"]


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start something in a group of its own: Ctrl+C in a terminal is for this process to pass on."""
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own words and a number


if __name__ == "__main__":
    sys.exit(serve(int(os.environ.get("PORT", "8000")), developing="--develop" in sys.argv[1:]))
