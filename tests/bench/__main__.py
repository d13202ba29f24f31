"""``make bench``: measures on SQLite, and on PostgreSQL where a server answers, and prints a table of ratios.

Each page is timed in turn with the floor page F (session, sign-in, one query, the frame of every page), so
the ratio holds however fast the machine is. The workbook is timed against bare openpyxl writing the same
cells.
"""

import os
import subprocess
import sys

POSTGRESQL = os.environ.get("BENCH_POSTGRESQL", "postgres://postgres@127.0.0.1:5432/postgres")


def main() -> int:
    """Measure on each database, in a process of its own."""
    failed = 0
    for url in ("", POSTGRESQL):
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
        environment.pop("DATABASE_URL", None)
        if url:
            environment["DATABASE_URL"] = url
        failed |= subprocess.run([sys.executable, "-m", "tests.bench.run"], env=environment).returncode
    return failed


if __name__ == "__main__":
    sys.exit(main())
