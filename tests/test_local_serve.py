"""What `make run` and `make dev` leave running: a web server and a worker, which end together."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from .test_project import ROOT, run

_WAIT = 60.0
_ONE_TASK = "from plans.tasks import make_files; make_files.enqueue(0)"


def until(true: Callable[[], bool], what: str) -> None:
    """Wait for something; fail where it does not come about."""
    end = time.monotonic() + _WAIT
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.2)
    pytest.fail(f"Within {_WAIT:.0f} seconds: {what}")


def processes_on(database: str) -> list[str]:
    """What runs with a database's address in its environment, told by its command."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if database.encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue  # it has ended meanwhile, or is somebody else's
    return found


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="Processes are told from /proc")
@pytest.mark.parametrize(
    ("options", "debug", "ended_by"),
    [((), "false", signal.SIGTERM), (("--develop",), "true", signal.SIGINT)],
    ids=["make run", "make dev"],
)
def test_the_web_server_has_a_worker_beside_it_and_both_end_together(
    tmp_path: Path, options: tuple[str, ...], debug: str, ended_by: signal.Signals
) -> None:
    file = tmp_path / "served.sqlite3"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "DATABASE_URL": f"sqlite:///{file}",
        "SECRET_KEY": "for this test alone",
        "DEBUG": debug,
        "HTTPS": "false",
        "PORT": str(port),
    }
    for command in (("migrate", "--verbosity", "0"), ("shell", "--verbosity", "0", "-c", _ONE_TASK)):
        done = run(sys.executable, "manage.py", *command, **settings)
        assert done.returncode == 0, done.stderr

    def taken() -> bool:
        with sqlite3.connect(file) as database:
            ((status,),) = database.execute("SELECT status FROM django_tasks_database_dbtaskresult")
        return status == "FAILED"  # there is no such paper; but somebody looked for it

    served = subprocess.Popen(
        [sys.executable, "-m", "improvement.local_serve", *options],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        until(lambda: answers(port), "nothing answers at the port")
        until(taken, "no worker has taken the task")
        served.send_signal(ended_by)
        served.wait(_WAIT)
        until(lambda: processes_on(str(file)) == [], "something still runs")
        assert not answers(port)
    finally:
        if served.poll() is None:
            served.terminate()
            served.wait(_WAIT)


def test_make_dev_starts_both() -> None:
    told = run("make", "--dry-run", "dev")
    assert "improvement.local_serve --develop" in told.stdout
    assert "manage.py make_papers" in told.stdout
