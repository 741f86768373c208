"""In which order an epoch shows the training rows: shuffled anew each time, every row once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.randomness import set_state, state_of


class Order:
    """The order of one epoch after the other. `position` counts the rows of this one
    that have been seen."""

    def __init__(self, rows: int, shuffler: np.random.Generator) -> None:
        self.rows = rows
        self.position = 0
        self._shuffler = shuffler
        self._order: NDArray[np.intp] = np.arange(rows)
        self._before: dict[str, str] | None = None  # the shuffler before it drew this order

    def begin(self, shuffle: bool) -> None:
        """A new epoch, from its first row."""
        self.position = 0
        self._before = state_of(self._shuffler) if shuffle else None
        self._order = self._shuffler.permutation(self.rows) if shuffle else np.arange(self.rows)

    def ahead(self, size: int) -> NDArray[np.intp]:
        """The next rows, `size` or as many as are left. They count as seen once `position` says."""
        return self._order[self.position : self.position + size]

    def state(self) -> dict[str, Any]:
        """JSON-ready; the order itself is drawn again from the generator that drew it."""
        return {
            "position": self.position,
            "order": self._before if self.position else None,
            "shuffler": state_of(self._shuffler),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on where `state` was taken. Raises KeyError, TypeError or ValueError."""
        position = int(state["position"])
        if not 0 <= position < self.rows:
            raise ValueError(f"{position} of {self.rows} rows")
        self._order = np.arange(self.rows)
        if state["order"] is not None:
            set_state(self._shuffler, state["order"])
            self.begin(shuffle=True)
        self.position = position
        set_state(self._shuffler, state["shuffler"])
