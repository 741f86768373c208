"""What a person asks of a program before they report something: its version, what it stands on,
where its settings are."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from playground.window.settings import settings


def sentences() -> str:
    """The facts, a line each."""
    parts = ", ".join(f"{name} {_version(name)}" for name in ("numpy", "PySide6-Essentials"))
    return (
        f"Version {_version('perceptron-playground')}, on Python {platform.python_version()}, "
        f"{parts.replace('numpy', 'NumPy').replace('-Essentials', '')}.\n\n"
        "Apache License 2.0. The font is Inter (OFL), the icons are Lucide's (ISC).\n\n"
        f"Settings: {settings().fileName()}"
    )


def show(window: QWidget) -> None:
    """Show them until the box is closed; the text can be copied."""
    box = QMessageBox(window)
    box.setWindowTitle("About Perceptron Playground")
    box.setText("Perceptron Playground")
    box.setInformativeText(sentences())
    box.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
