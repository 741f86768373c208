"""Pictures of the real window for the README, drawn without a screen.

    python tests/screenshots.py [FOLDER]

Writes `window-light.png` and `window-dark.png` at 1440×900, six seconds after Run, into
`assets/screenshots` or FOLDER.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path[0] = str(Path(__file__).resolve().parents[1])  # else tests/playground is `playground`

from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402

from playground.app import build  # noqa: E402
from playground.widgets.run_button import RunButton  # noqa: E402
from playground.window.appearance import appearance  # noqa: E402

SIZES = {"window": (1440, 900)}
SECONDS = 6.0


def live(seconds: float) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def picture(folder: Path, theme: str) -> None:
    """The window in one theme, as it looks while it trains."""
    _, window = build([])
    appearance().choose(theme)
    for name, size in SIZES.items():
        window.resize(*size)  # before it is shown: its parts are shared out then
        window.show()
        live(1.0)
        QTest.mouseClick(window.toolbar.findChild(RunButton), Qt.MouseButton.LeftButton)
        live(SECONDS)
        window.grab().save(str(folder / f"{name}-{theme}.png"), None, 0)  # the smallest file
    window.close()


def main() -> int:
    root = Path(__file__).resolve().parents[1]
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else root / "assets" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as own:  # nobody's settings but the first start's
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, own)
        for theme in ("light", "dark"):
            picture(folder, theme)
    return 0


if __name__ == "__main__":
    sys.exit(main())
