"""What a tooltip says: the name, its shortcut, and one sentence, at most 280 px wide."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import QFontMetrics, QKeySequence

from playground.window.appearance import appearance


def tooltip(name: str, sentence: str = "", shortcut: QKeySequence | str = "") -> str:
    """A tooltip as Qt shows it; long sentences are broken at the tokens' width."""
    look = appearance()
    keys = (
        shortcut
        if isinstance(shortcut, str)
        else shortcut.toString(QKeySequence.SequenceFormat.NativeText)
    )
    title = f"<span style='font-weight:600'>{escape(name)}</span>"
    if keys:
        title += f" &nbsp;<span style='color:{look.theme.text_muted}'>{escape(keys)}</span>"
    body = f"<br>{escape(sentence)}" if sentence else ""
    needed = QFontMetrics(look.font("small")).horizontalAdvance(sentence)
    limit = look.sizes.tooltip - 2 * look.sizes.pad_field
    if needed > limit:
        table = f"<table width='{limit}' cellspacing='0' cellpadding='0'>"
        return f"{table}<tr><td>{title}{body}</td></tr></table>"
    return f"<div style='white-space:nowrap'>{title}{body}</div>"
