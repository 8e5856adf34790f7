"""Where the window's pictures and translations lie."""

from __future__ import annotations

from pathlib import Path

_ROOT = Path(__file__).resolve().parents[3] / "resources"


def resource(name: str) -> Path:
    """A file of the resources folder."""
    return _ROOT / name
