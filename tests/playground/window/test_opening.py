"""Another document is shown as if the window had been opened with it."""

from __future__ import annotations

from playground.window.main_window import MainWindow
from tests.playground.window.conftest import begin_with


def test_another_document_does_not_keep_the_zoom_of_the_last(window: MainWindow) -> None:
    canvas = window.canvas
    canvas.select(("dense_1",))
    canvas.zoom_by(2.0)
    canvas.pan_by(-300, 0)
    begin_with(window, "blobs")
    whole = canvas.layout_at.bounds
    assert canvas.free.contains(canvas.to_view(whole)) and canvas.selection == ()
