"""A layer's id becomes an attribute of a torch.nn.Module: none that is taken is allowed."""

from __future__ import annotations

import keyword

import pytest
import torch

from engine.design import Design
from engine.errors import SpecError
from engine.layers import Dense, Layer
from engine.layers.names import is_reserved
from engine.spec import members


def names_of_a_module() -> set[str]:
    module = torch.nn.Module()
    return set(dir(module)) | set(vars(module)) | set(torch.nn.Module.__annotations__)


def test_everything_the_installed_module_already_has_is_reserved() -> None:
    missing = {name for name in names_of_a_module() if not is_reserved(name)}
    assert missing == set()


@pytest.mark.parametrize("name", ["forward", "train", "_modules", "float", "T_destination"])
def test_such_an_id_is_refused(name: str) -> None:
    with pytest.raises(SpecError, match=r"layers\[0\]\.id: expected a name that Python and PyTo"):
        Design(layers=(Dense(units=1, id=name),))


def test_keywords_are_reserved_and_ordinary_names_are_not() -> None:
    assert all(is_reserved(word) for word in keyword.kwlist)
    automatic = [f"{kind}_{n}" for kind in members(Layer) for n in (1, 12)]
    for name in [*automatic, "output", "hidden", "x", "z", "weight", "_", "layer_1"]:
        assert not is_reserved(name)
