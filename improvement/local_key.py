"""The signing key of a copy that runs on one person's own machine."""

import secrets
from pathlib import Path


def local_key(base: Path) -> str:
    """Read the key kept in ``.local/secret-key`` under ``base``, making it the first time.

    The file is outside version control and readable by its owner alone.
    """
    path = base / ".local" / "secret-key"
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


if __name__ == "__main__":
    print(local_key(Path(__file__).resolve().parent.parent))
