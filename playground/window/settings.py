"""Where the window remembers what a person chose: one plain INI file."""

from __future__ import annotations

from PySide6.QtCore import QSettings

_NAME = "perceptron-playground"


def settings() -> QSettings:
    """The settings of this person; each call reads and writes the same file."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, _NAME, _NAME)
