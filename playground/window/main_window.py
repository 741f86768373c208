"""The main window: the one place where a person meets everything else."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMainWindow

PREFERRED_SIZE = QSize(1440, 900)


class MainWindow(QMainWindow):
    """The window, as large as it likes to be or as the screen allows."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Perceptron Playground")
        self.resize(PREFERRED_SIZE.boundedTo(self.screen().availableGeometry().size()))
