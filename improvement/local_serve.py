"""What `make run` leaves running: the web server, and the worker that makes papers outside requests.

Both end together: whichever signal stops this stops both, and where the web server ends, so does the worker.
A worker that ends by itself is started again, since what it was making waits in the database.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

_BIN = Path(sys.executable).parent
_PAUSE = 2.0
"""Seconds before a worker that has ended is started again, so that one that cannot start does not spin."""


_PATIENCE = 30.0
"""Seconds that it has to end what it is making when all stops; what is not made then is made later."""


def serve(port: int) -> int:
    """Serve on 127.0.0.1 until something stops it.

    Args:
        port: of 127.0.0.1.

    Returns:
        What the web server ended with.
    """
    web = subprocess.Popen(  # noqa: S603 - our own words and a number
        [
            str(_BIN / "gunicorn"), "improvement.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2",
            "--threads", "4", "--log-level", "warning", "--no-control-socket",
        ]
    )  # fmt: skip
    worker = _start_worker()

    def stop(signum: int, frame: FrameType | None) -> None:
        web.send_signal(signal.SIGTERM if signum == signal.SIGHUP else signum)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGHUP, stop)  # the terminal is closed
    while web.poll() is None:
        if worker.poll() is not None:
            time.sleep(_PAUSE)
            worker = _start_worker()
        time.sleep(0.2)
    worker.terminate()  # it ends what it is making first
    try:
        worker.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        worker.kill()
    return web.returncode


def _start_worker() -> subprocess.Popen[bytes]:
    """The worker, in a group of its own: Ctrl+C in a terminal is for this process to pass on."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "db_worker", "--verbosity", "0"], start_new_session=True
    )


if __name__ == "__main__":
    sys.exit(serve(int(os.environ.get("PORT", "8000"))))
