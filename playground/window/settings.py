"""Where the window remembers what a person chose: one plain INI file."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

_NAME = "perceptron-playground"


def settings() -> QSettings:
    """The settings of this person; each call reads and writes the same file."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, _NAME, _NAME)


def kept_number(key: str, default: float, least: float, most: float) -> float:
    """A number that was kept; the default where somebody wrote something else into the file."""
    try:
        number = float(str(settings().value(key, default)))
    except ValueError:
        return default
    return number if least <= number <= most else default


def kept_bytes(key: str) -> QByteArray | None:
    """Bytes that were kept, such as where the docks stood; None for none, or for something else."""
    kept = settings().value(key)
    return kept if isinstance(kept, QByteArray) else None
