"""Finds a Chromium for the browser tests; run as a module, it installs one where there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BY_APT = [
    "sh",
    "-c",
    "apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium fonts-liberation",
]
BY_PLAYWRIGHT = [sys.executable, "-m", "playwright", "install"]


def find() -> str | None:
    """Path of a Chromium: the one that ``CHROMIUM`` names, the machine's own, or Playwright's; else None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    # A command that does not start is not a browser: Ubuntu's says where to get one.
    return next(filter(_starts, filter(None, map(shutil.which, NAMES))), None) or _playwrights_own()


def install() -> str:
    """Install Chromium (as root by apt; else Playwright's own, in the home directory) and give its path.

    Raises:
        SystemExit: neither way worked; says what to do.
    """
    ways = [[*BY_PLAYWRIGHT, "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        ways = [BY_APT, [*BY_PLAYWRIGHT, "--with-deps", "chromium"]]
    for way in ways:
        print("Installing Chromium for the browser tests:", " ".join(way), flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(way, env=environment, stdin=subprocess.DEVNULL, check=False)
        if path := find():
            return path
    sys.exit("No Chromium could be installed. Install one, and give its path in CHROMIUM.")


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _starts(path: str) -> bool:
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    print("Browser tests use", find() or install())
