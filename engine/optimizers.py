"""Optimizers: how a gradient becomes a step downhill, from plain gradient descent to Nadam.

Each is configuration plus explicit state: the whole network is one vector of P parameters, and a
rule is a few calls over it. Formulas and defaults are PyTorch's. The book-keeping is in
`OptimizerState`, the mathematics in `update`.
"""

from __future__ import annotations

from math import floor, log10, sqrt
from typing import Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine import aligned
from engine.spec import Change, Spec, number, part

Array = NDArray[Any]

# Parameters a rule handles at a time, so that its slots stay in the cache: for Adam over 235,000
# parameters 32,768 took 530 µs, 16,384 550, all at once 620.
_BLOCK = 32_768
_SWEEP = 128  # steps from sweep to sweep


def _rate() -> Any:
    return number(
        0,
        1000,
        "length of each step downhill",
        change=Change.LIVE,
        symbol="η",
        log=True,
        advice="Common rates lie between 0.0001 and 1.",
    )


def _decay(description: str, symbol: str) -> Any:
    return number(0, 1, description, change=Change.LIVE, below=True, symbol=symbol)


def _epsilon() -> Any:
    # Less could be nothing beside slots that were swept or lie under float32's least: 0 / 0.
    return number(1e-15, 1, "keeps the division finite", change=Change.LIVE, symbol="ε", log=True)


class Optimizer(Spec, frozen=True):
    """Base of all optimizers.

    `slots` names the vectors a rule remembers, all zero at first; `usual_rates` bounds the
    learning rates it is commonly run with.
    """

    family: ClassVar[str] = "optimizer"
    formula: ClassVar[str] = ""
    slots: ClassVar[tuple[str, ...]] = ()
    usual_rates: ClassVar[tuple[float, float]] = (1e-4, 1.0)
    learning_rate: Annotated[float, _rate()] = 0.01

    @classmethod
    def typical_rate(cls) -> float:
        """A learning rate in the middle of the usual ones, from 1, 3, 10, …"""
        return _rounded(sqrt(cls.usual_rates[0] * cls.usual_rates[1]))

    def rule(self) -> str:
        """The formula as it is with these numbers."""
        return self.formula

    def calmer_rate(self) -> float:
        """What to try after a divergence: at most the typical rate and a tenth of the present."""
        return min(self.typical_rate(), _rounded(self.learning_rate / 10.0))

    def scalars(self, t: int, rate: float, memory: dict[str, float]) -> tuple[float, ...]:
        """The numbers of step t (from 1) at learning rate `rate`; `memory` lasts from step to
        step and starts empty."""
        raise NotImplementedError

    @property
    def shares(self) -> tuple[float, ...]:
        """By what each slot is multiplied to give the mean it stands for."""
        return (1.0,) * len(self.slots)

    def update(self, p: Array, g: Array, work: Array, *rest: Array) -> None:
        """One step: p (P,) moves in place by the gradient g (P,), which is left as it is.

        `work` (P,) is scratch; `rest` are the slots (P,), updated in place, then the scalars as
        0-d arrays, in the order of `slots` and `scalars`.
        """
        raise NotImplementedError


def _rounded(rate: float) -> float:
    """The nearest below of …, 0.01, 0.03, 0.1, …"""
    if rate <= 0.0:
        return 0.0
    decade = floor(log10(rate) + 1e-9)
    first = 3 if rate / 10.0**decade >= 3.0 - 1e-6 else 1
    return float(f"{first}e{decade}")


class OptimizerState:
    """What a rule remembers from step to step, over a vector of parameters.

    slots: name -> (P,). `steps` counts the steps taken. `memory` holds a rule's own numbers.
    """

    def __init__(self, spec: Optimizer, p: Array, g: Array) -> None:
        self.steps = 0
        self._spec = spec
        self.memory: dict[str, float] = {}
        self.slots = {name: aligned.zeros(p.shape, p.dtype) for name in spec.slots}
        self._values: tuple[float, ...] = ()
        self._cells = tuple(np.zeros((), p.dtype) for _ in spec.scalars(1, 0.0, {}))
        self._least = np.finfo(p.dtype).tiny / np.finfo(p.dtype).eps
        work = aligned.empty((min(p.size, _BLOCK),), p.dtype)
        self._blocks = []
        for start in range(0, p.size, _BLOCK):
            piece = slice(start, min(start + _BLOCK, p.size))
            own = [slot[piece] for slot in self.slots.values()]
            length = piece.stop - piece.start
            self._blocks.append((p[piece], g[piece], work[:length], *own, *self._cells))

    def step(self, spec: Optimizer, rate: float) -> None:
        """Take one step with `spec`, whose numbers may differ from those of the step before."""
        if spec is not self._spec:
            self.adopt(spec)
        self.steps += 1
        values = spec.scalars(self.steps, rate, self.memory)
        if values != self._values:
            self._values = values
            for cell, value in zip(self._cells, values, strict=True):
                cell.fill(value)
        for block in self._blocks:
            spec.update(*block)
        if self.steps % _SWEEP == 0:
            self._sweep()

    def adopt(self, spec: Optimizer) -> None:
        """Go by the numbers of `spec` from now on; the means that the slots stand for stay."""
        shares = zip(self._spec.shares, spec.shares, strict=True)
        for slot, (old, new) in zip(self.slots.values(), shares, strict=True):
            if old != new:
                np.multiply(slot, old / new, out=slot)
        self._spec = spec

    def _sweep(self) -> None:
        """Set to zero what no longer matters, under 1e-31 in float32.

        What a unit that died leaves behind shrinks at every step to numbers under 1e-38, with
        which a processor is slow: 2-64-64-64-1 with ReLU went from 75 to 370 µs a step.
        """
        for slot in self.slots.values():
            slot[np.abs(slot) < self._least] = 0.0


class SGD(Optimizer, frozen=True, tag="sgd"):
    """v ← μ v + g;  p ← p − η v, or p − η (g + μ v) with Nesterov's look ahead.

    Gradient descent when μ = 0. Sources: Robbins & Monro 1951, Polyak 1964, Sutskever et al. 2013.
    """

    label = "SGD"
    formula = r"W \leftarrow W - \eta\,\frac{\partial J}{\partial W}"
    slots = ("velocity",)
    usual_rates = (1e-3, 3.0)

    learning_rate: Annotated[float, _rate()] = 0.001
    momentum: Annotated[float, _decay("share of the last step that goes on", "μ")] = 0.0
    nesterov: Annotated[
        bool, part("measure the slope where momentum leads", change=Change.LIVE)
    ] = False

    def rule(self) -> str:
        if self.momentum == 0.0:
            return self.formula
        ahead = r"(\frac{\partial J}{\partial W} + \mu v)" if self.nesterov else "v"
        first = r"v \leftarrow \mu v + \frac{\partial J}{\partial W}"
        return rf"{first},\quad W \leftarrow W - \eta\,{ahead}"

    def scalars(self, t: int, rate: float, memory: dict[str, float]) -> tuple[float, ...]:
        return rate, self.momentum

    def update(self, p: Array, g: Array, work: Array, *rest: Array) -> None:
        velocity, rate, momentum = rest
        if self.momentum == 0.0:
            np.multiply(g, rate, out=work)
        else:
            np.multiply(velocity, momentum, out=velocity)
            np.add(velocity, g, out=velocity)
            if self.nesterov:
                np.multiply(velocity, momentum, out=work)
                np.add(work, g, out=work)
                np.multiply(work, rate, out=work)
            else:
                np.multiply(velocity, rate, out=work)
        np.subtract(p, work, out=p)


class Adagrad(Optimizer, frozen=True, tag="adagrad"):
    """s ← s + g²;  p ← p − η g / (√s + ε). Often-moved weights take ever smaller steps.

    Source: Duchi, Hazan & Singer 2011.
    """

    formula = r"W \leftarrow W - \frac{\eta}{\sqrt{s} + \varepsilon}\,g,\quad s \leftarrow s + g^2"
    slots = ("sum",)
    usual_rates = (1e-3, 1.0)

    learning_rate: Annotated[float, _rate()] = 0.01
    epsilon: Annotated[float, _epsilon()] = 1e-10

    def scalars(self, t: int, rate: float, memory: dict[str, float]) -> tuple[float, ...]:
        return rate, self.epsilon

    def update(self, p: Array, g: Array, work: Array, *rest: Array) -> None:
        total, rate, epsilon = rest
        np.multiply(g, g, out=work)
        np.add(total, work, out=total)
        np.sqrt(total, out=work)
        np.add(work, epsilon, out=work)
        np.divide(g, work, out=work)
        np.multiply(work, rate, out=work)
        np.subtract(p, work, out=p)


class Adadelta(Optimizer, frozen=True, tag="adadelta"):
    """s ← ρ s + (1 − ρ) g²;  d = g √(u + ε) / √(s + ε);  u ← ρ u + (1 − ρ) d²;  p ← p − η d.

    Steps have the units of the weights. Source: Zeiler 2012.
    """

    formula = r"W \leftarrow W - \eta\,\frac{\sqrt{u + \varepsilon}}{\sqrt{s + \varepsilon}}\,g"
    slots = ("square", "step")
    usual_rates = (0.05, 10.0)

    learning_rate: Annotated[float, _rate()] = 1.0
    rho: Annotated[float, _decay("memory of the squares", "ρ")] = 0.9
    epsilon: Annotated[float, _epsilon()] = 1e-6

    def scalars(self, t: int, rate: float, memory: dict[str, float]) -> tuple[float, ...]:
        return rate, self.rho, 1.0 - self.rho, self.epsilon

    def update(self, p: Array, g: Array, work: Array, *rest: Array) -> None:
        square, moved, rate, rho, rest_of_rho, epsilon = rest
        np.multiply(square, rho, out=square)
        np.multiply(g, g, out=work)
        np.multiply(work, rest_of_rho, out=work)
        np.add(square, work, out=square)

        delta = moved + epsilon
        np.add(square, epsilon, out=work)
        np.divide(delta, work, out=delta)
        np.sqrt(delta, out=delta)
        np.multiply(delta, g, out=delta)

        np.multiply(moved, rho, out=moved)
        np.multiply(delta, delta, out=work)
        np.multiply(work, rest_of_rho, out=work)
        np.add(moved, work, out=moved)

        np.multiply(delta, rate, out=delta)
        np.subtract(p, delta, out=p)


class RMSprop(Optimizer, frozen=True, tag="rmsprop"):
    """s ← α s + (1 − α) g²;  p ← p − η g / (√s + ε). Source: Tieleman & Hinton 2012."""

    label = "RMSProp"
    formula = r"W \leftarrow W - \frac{\eta}{\sqrt{s} + \varepsilon}\,g"
    slots = ("square",)
    usual_rates = (1e-4, 0.1)

    learning_rate: Annotated[float, _rate()] = 0.01
    decay: Annotated[float, _decay("memory of the squares", "α")] = 0.99
    epsilon: Annotated[float, _epsilon()] = 1e-8

    def scalars(self, t: int, rate: float, memory: dict[str, float]) -> tuple[float, ...]:
        return rate, self.decay, 1.0 - self.decay, self.epsilon

    def update(self, p: Array, g: Array, work: Array, *rest: Array) -> None:
        square, rate, decay, rest_of_decay, epsilon = rest
        np.multiply(square, decay, out=square)
        np.multiply(g, g, out=work)
        np.multiply(work, rest_of_decay, out=work)
        np.add(square, work, out=square)
        np.sqrt(square, out=work)
        np.add(work, epsilon, out=work)
        np.divide(g, work, out=work)
        np.multiply(work, rate, out=work)
        np.subtract(p, work, out=p)


class Adam(Optimizer, frozen=True, tag="adam"):
    """m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²;  p ← p − η m̂ / (√v̂ + ε).

    m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ). The slots are sums, m / (1 − β₁) and v / (1 − β₂), which
    spares two of twelve passes over the parameters. Source: Kingma & Ba 2015.
    """

    formula = r"W \leftarrow W - \eta\,\frac{\hat{m}}{\sqrt{\hat{v}} + \varepsilon}"
    slots = ("m", "v")
    usual_rates = (1e-5, 0.1)

    learning_rate: Annotated[float, _rate()] = 0.001
    beta1: Annotated[float, _decay("memory of the slope", "β₁")] = 0.9
    beta2: Annotated[float, _decay("memory of its square", "β₂")] = 0.999
    epsilon: Annotated[float, _epsilon()] = 1e-8

    def scalars(self, t: int, rate: float, memory: dict[str, float]) -> tuple[float, ...]:
        # All factors are moved out of the vectors, with M and V the sums:
        # η m̂ / (√v̂ + ε) = η c (1 − β₁) / (1 − β₁ᵗ) · M / (√V + ε c),  c² = (1 − β₂ᵗ) / (1 − β₂).
        root = sqrt((1.0 - self.beta2**t) / (1.0 - self.beta2))
        size = rate * root * (1.0 - self.beta1) / (1.0 - self.beta1**t)
        return size, self.beta1, self.beta2, self.epsilon * root

    @property
    def shares(self) -> tuple[float, ...]:
        return 1.0 - self.beta1, 1.0 - self.beta2

    def update(self, p: Array, g: Array, work: Array, *rest: Array) -> None:
        m, v, size, beta1, beta2, epsilon = rest
        _add_to_sums(g, work, m, v, beta1, beta2)
        np.sqrt(v, work)
        np.add(work, epsilon, work)
        np.divide(m, work, work)
        np.multiply(work, size, work)
        np.subtract(p, work, p)


def _add_to_sums(g: Array, work: Array, m: Array, v: Array, beta1: Array, beta2: Array) -> None:
    """m ← β₁ m + g and v ← β₂ v + g², in place."""
    np.multiply(m, beta1, m)
    np.add(m, g, m)
    np.multiply(v, beta2, v)
    np.multiply(g, g, work)
    np.add(v, work, v)


class AdamW(Adam, frozen=True, tag="adamw"):
    """p ← (1 − η λ) p, then Adam's step: the decay does not pass through the moments.

    All parameters decay, biases too. Source: Loshchilov & Hutter 2019.
    """

    label = "AdamW"
    formula = (
        r"W \leftarrow (1 - \eta\lambda)\,W - \eta\,\frac{\hat{m}}{\sqrt{\hat{v}} + \varepsilon}"
    )

    weight_decay: Annotated[
        float,
        number(0, 10, "pull towards zero", change=Change.LIVE, symbol="λ", log=True),
    ] = 0.01

    def scalars(self, t: int, rate: float, memory: dict[str, float]) -> tuple[float, ...]:
        return *super().scalars(t, rate, memory), 1.0 - rate * self.weight_decay

    def update(self, p: Array, g: Array, work: Array, *rest: Array) -> None:
        np.multiply(p, rest[-1], out=p)
        super().update(p, g, work, *rest[:-1])


class NAdam(Optimizer, frozen=True, tag="nadam"):
    """Adam with Nesterov's look ahead: μₜ = β₁ (1 − ½ · 0.96^(t ψ)), ψ the momentum decay.

    p ← p − η ((1 − μₜ) g / (1 − Π μ) + μₜ₊₁ m / (1 − μₜ₊₁ Π μ)) / (√v̂ + ε).
    Slots as in Adam. Source: Dozat 2016, in PyTorch's form.
    """

    label = "Nadam"
    formula = (
        r"W \leftarrow W - \eta\,\frac{\mu_{t+1}\,\hat{m} + (1 - \mu_t)\,\hat{g}}"
        r"{\sqrt{\hat{v}} + \varepsilon}"
    )
    slots = ("m", "v")
    usual_rates = (1e-5, 0.1)

    learning_rate: Annotated[float, _rate()] = 0.002
    beta1: Annotated[float, _decay("memory of the slope", "β₁")] = 0.9
    beta2: Annotated[float, _decay("memory of its square", "β₂")] = 0.999
    epsilon: Annotated[float, _epsilon()] = 1e-8
    momentum_decay: Annotated[
        float, number(0, 1, "how fast the look ahead grows", change=Change.LIVE, symbol="ψ")
    ] = 0.004

    def scalars(self, t: int, rate: float, memory: dict[str, float]) -> tuple[float, ...]:
        now = self.beta1 * (1.0 - 0.5 * 0.96 ** (t * self.momentum_decay))
        ahead = self.beta1 * (1.0 - 0.5 * 0.96 ** ((t + 1) * self.momentum_decay))
        product = memory["mu_product"] = memory.get("mu_product", 1.0) * now
        root = sqrt((1.0 - self.beta2**t) / (1.0 - self.beta2))
        of_gradient = rate * root * (1.0 - now) / (1.0 - product)
        of_moment = rate * root * (1.0 - self.beta1) * ahead / (1.0 - product * ahead)
        return of_gradient, of_moment, self.beta1, self.beta2, self.epsilon * root

    @property
    def shares(self) -> tuple[float, ...]:
        return 1.0 - self.beta1, 1.0 - self.beta2

    def update(self, p: Array, g: Array, work: Array, *rest: Array) -> None:
        m, v, of_gradient, of_moment, beta1, beta2, epsilon = rest
        _add_to_sums(g, work, m, v, beta1, beta2)
        np.sqrt(v, out=work)
        np.add(work, epsilon, out=work)
        step = of_gradient * g + of_moment * m
        np.divide(step, work, out=step)
        np.subtract(p, step, out=p)
