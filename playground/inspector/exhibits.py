"""What stands beneath the picker of a member that has mathematics to show: an activation drawn, and
the typeset formula of whatever has one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from engine.activations import Activation
from engine.optimizers import Optimizer
from engine.spec import Field, Spec
from playground.inspector import words
from playground.inspector.flow import Placed, Places
from playground.inspector.function_plot import FunctionPlot
from playground.widgets.formula import Formula
from playground.window.appearance import appearance

EditorArea = Callable[[int], QRect]


class Exhibit(Placed):
    """Shows a Spec with a `formula`, an Activation also as a drawing.

    `editor_area(width)` tells where the picker above stands; the drawing is as wide.
    """

    plot: FunctionPlot | None = None
    _area: EditorArea | None = None  # Qt asks for sizes before everything is there

    def __init__(self, field: Field, editor_area: EditorArea, parent: QWidget) -> None:
        super().__init__(parent)
        drawn = field.family is not None and issubclass(field.family, Activation)
        self.plot = FunctionPlot(self) if drawn else None
        self.formula = Formula(f"Formula of the {words.name_of(field).lower()}", self)
        self._area = editor_area

    def show_spec(self, spec: Spec) -> None:
        """Show another member, or the same with other numbers."""
        if self.plot is not None and isinstance(spec, Activation):
            self.plot.show_function(spec)
        formula = spec.rule() if isinstance(spec, Optimizer) else getattr(spec, "formula", "")
        latex = (formula, getattr(spec, "derivative", ""))
        self.formula.show_formulas([one for one in latex if one], words.about(type(spec)))
        self.updateGeometry()
        self.place()

    def places(self, width: int) -> tuple[Places, int]:
        if self._area is None:
            return [], 0
        sizes = appearance().sizes
        edge, top = round(sizes.strong), 0
        places: Places = []
        if self.plot is not None:
            area = self._area(width)
            height = self.plot.sizeHint().height()
            places.append((self.plot, QRect(area.x(), top, area.width(), height)))
            top += height + sizes.inside
        wide = width - 2 * edge
        high = self.formula.heightForWidth(wide)
        places.append((self.formula, QRect(edge, top, wide, high)))
        return places, top + high


def has_exhibit(field: Field) -> bool:
    """Whether the members of a field's family have formulas."""
    return field.family is not None and hasattr(field.family, "formula")
