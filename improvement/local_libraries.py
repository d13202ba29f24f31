"""What `make` does about the libraries that PDFs are made with: installs them where it may, else says how."""

import os
import shutil
import subprocess

from plans.papers.pdf.needed import missing_libraries


def install() -> None:
    """Install what is missing by apt, where there is apt and this is root; else say what would.

    Never stops what comes after it: only PDFs need them.
    """
    lacking = missing_libraries()
    if lacking and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing the libraries that PDFs are made with:", *lacking, flush=True)
        quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in (["update"], ["install", "-y", "--no-install-recommends", *lacking]):
            subprocess.run(["apt-get", "-qq", *step], env=quietly, stdin=subprocess.DEVNULL, check=False)  # noqa: S603, S607
        lacking = missing_libraries()
    if lacking:
        print("Papers cannot be made as PDF here; all else works. To change that, as an administrator:")
        print("    apt-get install", *lacking, flush=True)


if __name__ == "__main__":
    install()
