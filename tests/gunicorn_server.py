"""The service as `make run` starts it: a gunicorn of its own, on the test's database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from .test_concurrency import database_url


@contextmanager
def gunicorn() -> Iterator[int]:
    """A running gunicorn; gives its port on 127.0.0.1. The test must commit (``transaction=True``)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database_url(),
        "DEBUG": "false",
    }
    how = f"improvement.wsgi --bind 127.0.0.1:{port} --workers 1 --threads 4 --log-level warning"
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *how.split(), "--no-control-socket"],
        env=environment,
        stdin=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError(f"gunicorn ended with {server.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("gunicorn did not answer within 30 seconds")
