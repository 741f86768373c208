"""Pictures of the real window for the README, drawn without a screen.

    python tests/screenshots.py [FOLDER]

Writes `learn-light.png`, `design-light.png` and their dark twins at 1440×900 into
`assets/screenshots` or FOLDER: the first window six seconds after Run, and a network of one's own
with one thing left to mend.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path[0] = str(Path(__file__).resolve().parents[1])  # else tests/playground is `playground`

from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402

from engine.activations import Softmax, Tanh  # noqa: E402
from engine.data import Blobs  # noqa: E402
from engine.design import Design, Training  # noqa: E402
from engine.layers import Dense, Dropout  # noqa: E402
from engine.losses import CategoricalCrossEntropy  # noqa: E402
from engine.optimizers import Adam  # noqa: E402
from engine.regularizers import L2  # noqa: E402
from playground.app import build  # noqa: E402
from playground.widgets.run_button import RunButton  # noqa: E402
from playground.window.appearance import appearance  # noqa: E402
from playground.window.main_window import MainWindow  # noqa: E402
from playground.window.workspaces import DESIGN, LEARN  # noqa: E402

SIZE = (1440, 900)
FONT = 13.0  # px, for which the look's measures are given
ISLANDS = Design(
    name="Three islands",
    data=Blobs(samples=450, noise=0.3),
    layers=(
        Dense(units=8, activation=Tanh(), regularizer=L2(strength=0.001)),
        Dropout(rate=0.25),
        Dense(units=8),
        Dense(id="output", units=3, activation=Softmax()),
    ),
    training=Training(
        loss=CategoricalCrossEntropy(), optimizer=Adam(learning_rate=0.01), epochs=120
    ),
)


def live(seconds: float) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def run(window: MainWindow) -> None:
    QTest.mouseClick(window.toolbar.findChild(RunButton), Qt.MouseButton.LeftButton)


def learn(window: MainWindow) -> None:
    """The first window, as it looks while it trains."""
    window.workspaces.choose(LEARN)
    run(window)
    live(6.0)


def design(window: MainWindow) -> None:
    """A network that was put together, paused on the way."""
    window.workspaces.choose(DESIGN)
    window.document.new(ISLANDS)
    live(0.5)
    run(window)
    live(1.0)
    run(window)
    window.canvas.select((ISLANDS.layers[0].id,))
    live(1.0)


PICTURES: dict[str, Callable[[MainWindow], None]] = {"learn": learn, "design": design}


def main() -> int:
    root = Path(__file__).resolve().parents[1]
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else root / "assets" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as own:  # nobody's settings but the first start's
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, own)
        for theme in ("light", "dark"):
            for name, prepare in PICTURES.items():
                _, window = build([])
                appearance().set_font_size(FONT)
                appearance().choose(theme)
                window.resize(*SIZE)
                window.show()
                live(1.0)
                prepare(window)
                window.grab().save(str(folder / f"{name}-{theme}.png"), None, 0)  # the smallest
                window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
