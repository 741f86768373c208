"""How a member of a family writes itself in another language: each carries its own expressions,
so that no exporter needs to know which members exist."""

from __future__ import annotations

from typing import Any, Protocol

from numpy.typing import NDArray

from engine.errors import FormatError
from engine.spec import Spec


class OnnxGraph(Protocol):
    """What an ONNX expression writes into: nodes and constants, each named as it is made."""

    def node(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """Append one node with one output; returns the output's name."""
        ...

    def constant(self, value: NDArray[Any]) -> str:
        """Add a constant tensor; returns its name."""
        ...


class NoExpressionError(FormatError):
    """A member of a family does not say how it is written in another language."""


def no_expression(spec: Spec, language: str) -> NoExpressionError:
    """The refusal of a member that does not say how it is written in `language`."""
    title = spec.title()
    return NoExpressionError(
        f"{title[:1].upper()}{title[1:]}: expected an expression for {language}, found none in "
        f'kind "{spec.kind}". Export to .safetensors or .npz instead, or choose another kind.'
    )
