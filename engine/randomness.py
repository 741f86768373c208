"""Randomness: everything that is random about a training comes from one seed, through generators
of their own for each purpose, so that drawing more for one changes nothing for the others."""

from __future__ import annotations

from typing import Any

import numpy as np


def generators(seed: int) -> tuple[np.random.Generator, ...]:
    """Five independent PCG64 generators: data, split, weights, shuffling, dropout and noise."""
    sequences = np.random.SeedSequence(seed).spawn(5)
    return tuple(np.random.Generator(np.random.PCG64(sequence)) for sequence in sequences)


def state_of(generator: np.random.Generator) -> dict[str, str]:
    """A PCG64's state with its 128-bit numbers as text, ready for JSON."""
    raw: Any = generator.bit_generator.state
    numbers = {**raw["state"], "has_uint32": raw["has_uint32"], "uinteger": raw["uinteger"]}
    return {name: str(value) for name, value in numbers.items()}


def set_state(generator: np.random.Generator, state: dict[str, str]) -> None:
    """Put a PCG64 where `state_of` found it. Raises KeyError or ValueError for anything else."""
    numbers = {name: int(value) for name, value in state.items()}
    generator.bit_generator.state = {
        "bit_generator": "PCG64",
        "state": {"state": numbers["state"], "inc": numbers["inc"]},
        "has_uint32": numbers["has_uint32"],
        "uinteger": numbers["uinteger"],
    }
