"""First weights: small random numbers, so that units start out different and signals keep their
size from layer to layer. The notes draw them from N(0, σ²), which is `normal`."""

from __future__ import annotations

from math import sqrt
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.errors import SpecError
from engine.spec import Spec, number

Array = NDArray[np.float64]


class Initializer(Spec, frozen=True):
    """Base of all initializers. Formulas follow PyTorch's `nn.init`, without truncation."""

    family: ClassVar[str] = "initializer"
    constant: ClassVar[bool] = False

    def sample(self, rng: np.random.Generator, shape: tuple[int, int], fan_in: int) -> Array:
        """Values of `shape` (O, I), float64; for a bias the shape is (O, 1).

        `fan_in` is the number of inputs of the layer's units, and O their number (fan-out).
        """
        raise NotImplementedError


class Zeros(Initializer, frozen=True, tag="zeros"):
    """w = 0. Good for biases; as weights, all units of a layer stay identical."""

    constant = True

    def sample(self, rng: np.random.Generator, shape: tuple[int, int], fan_in: int) -> Array:
        return np.zeros(shape)


class Constant(Initializer, frozen=True, tag="constant"):
    """w = value, the same for all."""

    constant = True
    value: Annotated[float, number(-1000, 1000, "the value of every weight")] = 0.0

    def sample(self, rng: np.random.Generator, shape: tuple[int, int], fan_in: int) -> Array:
        return np.full(shape, self.value)


class Normal(Initializer, frozen=True, tag="normal"):
    """w ~ N(0, σ²), the notes' random initialization."""

    stddev: Annotated[float, number(0, 1000, "standard deviation", symbol="σ")] = 1.0

    def sample(self, rng: np.random.Generator, shape: tuple[int, int], fan_in: int) -> Array:
        return self.stddev * rng.standard_normal(shape)


class Uniform(Initializer, frozen=True, tag="uniform"):
    """w ~ U(minimum, maximum)."""

    minimum: Annotated[float, number(-1000, 1000, "smallest weight")] = -0.05
    maximum: Annotated[float, number(-1000, 1000, "largest weight")] = 0.05

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.minimum > self.maximum:
            raise SpecError(
                "minimum",
                f"expected at most the maximum, {self.maximum:g}, found {self.minimum:g}.",
            )

    def sample(self, rng: np.random.Generator, shape: tuple[int, int], fan_in: int) -> Array:
        return rng.uniform(self.minimum, self.maximum, shape)


class GlorotUniform(Initializer, frozen=True, tag="glorot_uniform"):
    """w ~ U(−a, a), a = √(6 / (fan_in + fan_out)), for tanh. Source: Glorot & Bengio 2010."""

    def sample(self, rng: np.random.Generator, shape: tuple[int, int], fan_in: int) -> Array:
        limit = sqrt(6.0 / (fan_in + shape[0]))
        return rng.uniform(-limit, limit, shape)


class GlorotNormal(Initializer, frozen=True, tag="glorot_normal"):
    """w ~ N(0, 2 / (fan_in + fan_out)), for tanh. Source: Glorot & Bengio 2010."""

    def sample(self, rng: np.random.Generator, shape: tuple[int, int], fan_in: int) -> Array:
        return sqrt(2.0 / (fan_in + shape[0])) * rng.standard_normal(shape)


class HeUniform(Initializer, frozen=True, tag="he_uniform"):
    """w ~ U(−a, a), a = √(6 / fan_in), for ReLU. Source: He, Zhang, Ren & Sun 2015."""

    def sample(self, rng: np.random.Generator, shape: tuple[int, int], fan_in: int) -> Array:
        limit = sqrt(6.0 / fan_in)
        return rng.uniform(-limit, limit, shape)


class HeNormal(Initializer, frozen=True, tag="he_normal"):
    """w ~ N(0, 2 / fan_in), for ReLU. Source: He, Zhang, Ren & Sun 2015."""

    def sample(self, rng: np.random.Generator, shape: tuple[int, int], fan_in: int) -> Array:
        return sqrt(2.0 / fan_in) * rng.standard_normal(shape)


class LecunNormal(Initializer, frozen=True, tag="lecun_normal"):
    """w ~ N(0, 1 / fan_in), for SELU. Source: LeCun, Bottou, Orr & Müller 1998."""

    label = "LeCun normal"

    def sample(self, rng: np.random.Generator, shape: tuple[int, int], fan_in: int) -> Array:
        return sqrt(1.0 / fan_in) * rng.standard_normal(shape)


class Orthogonal(Initializer, frozen=True, tag="orthogonal"):
    """Rows (or columns, whichever are fewer) of length one at right angles to each other.

    Source: Saxe, McClelland & Ganguli 2014; Q of a Gaussian matrix, signs fixed by R's diagonal.
    """

    def sample(self, rng: np.random.Generator, shape: tuple[int, int], fan_in: int) -> Array:
        rows, columns = shape
        gaussian = rng.standard_normal((max(shape), min(shape)))
        q, r = np.linalg.qr(gaussian)
        q = q * np.where(np.diag(r) < 0, -1.0, 1.0)
        return q if rows >= columns else q.T
