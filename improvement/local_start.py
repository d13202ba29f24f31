"""What `make run` does before it serves: the database up to date, and the demonstration in a new one."""

import os
import socket
import sys
from io import StringIO

import django
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def prepare(port: int) -> None:
    """Bring this machine's database up to date, fill a new one, and print where to go and who can sign in.

    Args:
        port: the port of 127.0.0.1 that is about to be served.

    Raises:
        SystemExit: something else is listening there.
    """
    if _taken(port):
        sys.exit(f"Port {port} is in use. Stop what uses it, or choose another: make run PORT={port + 1}")
    django.setup()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Bringing the database up to date")
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    try:
        call_command("demo")
    except CommandError as refusal:  # somebody's own data is there: serve that
        print(refusal)
    call_command("make_papers", stdout=StringIO())
    print(f"\nOpen http://127.0.0.1:{port}/  (Ctrl+C stops it)", flush=True)


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "improvement.settings")
    prepare(int(os.environ.get("PORT", "8000")))
