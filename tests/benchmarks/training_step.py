"""How long a training step takes: our engine beside the matrix products it cannot do without,
PyTorch and scikit-learn; and how long the maps of all neurons take.

    python tests/benchmarks/training_step.py [--json] [--rounds N]

A step is what `Trainer.advance` does between two looks at its messages: gather the batch from
shuffled rows, forward, loss, backward, the check for divergence, update; the shuffle at the start
of an epoch is in it. What an epoch ends with, the scores of all rows, is not, and has a column of
its own. The others get the same rows in the same way and are spared the check: PyTorch runs
eagerly (its Adam fused, its fastest here), scikit-learn by `fit`, since `partial_fit` checks its
arguments at every batch, which takes ten times the step of a small network. All use one thread
and float32, and take turns in one process. The products alone are those of the same step, without
biases, into arrays made before.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from _timing import Contender, Timings, machine, measured, printed, table
from numpy.typing import NDArray

from engine.activations import Activation, ReLU, Sigmoid, Softmax, Tanh
from engine.data import Prepared, Preprocessing, RawColumn
from engine.design import Design, Training
from engine.layers import Dense
from engine.losses import BinaryCrossEntropy, CategoricalCrossEntropy
from engine.network import Network
from engine.optimizers import SGD, Adam
from engine.trainer import Trainer

Array = NDArray[Any]

# So small that no unit dies or saturates meanwhile: numbers under 1e-38 take many times as long,
# and only our engine gets rid of them.
RATE = 1e-5
EVALUATED = 500  # training rows, and as many validation rows, scored at an epoch's end
SIDE = 100  # pixels of a map
EPOCHS = 3  # of scikit-learn a slice, so that what `fit` does first does not weigh


@dataclass(frozen=True)
class Case:
    """A network with a batch size and an optimizer, how many steps a slice of time holds, and the
    budgets of the design: at least so many times faster than PyTorch and scikit-learn, at most so
    many times slower than the matrix products alone."""

    sizes: tuple[int, ...]
    bend: str
    batch: int
    optimizer: str
    steps: int
    to_torch: float
    to_sklearn: float
    to_products: float

    @property
    def name(self) -> str:
        units = "-".join(map(str, self.sizes))
        return f"{units} {self.bend}, {self.batch}, {self.optimizer}"

    @property
    def classes(self) -> int:
        return max(2, self.sizes[-1])


CASES = (
    Case((2, 4, 2, 1), "tanh", 10, "sgd", 600, 12, 5, 4.5),
    Case((2, 8, 8, 8, 1), "tanh", 10, "adam", 400, 12, 5, 4.5),
    Case((2, 64, 64, 64, 1), "relu", 32, "adam", 150, 4, 3, 2.6),
    Case((2, 256, 256, 256, 1), "relu", 128, "adam", 24, 1.2, 1.5, 1.3),
    Case((784, 256, 128, 10), "relu", 128, "adam", 24, 1.2, 1.5, 1.5),
)
# hidden units -> what TensorFlow Playground's own code takes for its pass over all neurons, ms
MAPS = {(4, 2): 4.4, (8, 8, 8): 20.0, (64, 64, 64): 540.0}


def main() -> None:
    parser = argparse.ArgumentParser(description="Time of a training step, and of all maps.")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rounds", type=int, default=25, help="turns of each contender")
    arguments = parser.parse_args()
    steps = [step_row(case, arguments.rounds) for case in CASES]
    maps = [map_row(hidden, arguments.rounds) for hidden in MAPS]
    result = {"machine": machine(), "rounds": arguments.rounds, "steps": steps, "maps": maps}
    printed(result) if arguments.json else show(steps, maps)


# --- the rows ---------------------------------------------------------------------------------


def step_row(case: Case, rounds: int) -> dict[str, Any]:
    """Medians in µs, and ratios beside their budgets; None where a library is not installed."""
    X, y = examples(case, case.batch * (case.steps + 1))
    contenders = {
        "engine": engine_steps(case, X, y),
        "products": product_steps(case),
        "scores": engine_scores(case),
    }
    for name, steps in {"torch": torch_steps, "sklearn": sklearn_steps}.items():
        try:
            contenders[name] = steps(case, X, y)
        except ImportError:
            continue
    times = measured(contenders, rounds)
    microseconds = {
        name: round(times.median(name) * 1e6, 2) if name in times else None
        for name in ("engine", "products", "torch", "sklearn")
    }
    return {
        "network": case.name,
        "microseconds": microseconds,
        "least_microseconds": round(times.least("engine") * 1e6, 2),
        "samples_per_second": round(case.batch / times.median("engine")),
        "scores_microseconds": round(times.median("scores") * 1e6, 1),
        "ratios": {
            "to_torch": _verdict(times, "torch", "engine", case.to_torch),
            "to_sklearn": _verdict(times, "sklearn", "engine", case.to_sklearn),
            "to_products": _verdict(times, "engine", "products", case.to_products, most=True),
        },
    }


def _verdict(
    times: Timings, slower: str, faster: str, budget: float, most: bool = False
) -> dict[str, Any] | None:
    if slower not in times or faster not in times:
        return None
    ratio = times.ratio(slower, faster)
    held = ratio <= budget if most else ratio >= budget
    return {"ratio": round(ratio, 2), "budget": budget, "held": held}


def map_row(hidden: tuple[int, ...], rounds: int) -> dict[str, Any]:
    """Every neuron's outputs over a grid of the two inputs, in ms."""
    case = Case((2, *hidden, 1), "tanh", 10, "sgd", 1, 0, 0, 0)
    network = Network.of(design(case), 2)
    network.initialize(np.random.default_rng(0))
    line = np.linspace(-6, 6, SIDE, dtype=np.float32)
    grid = np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2)
    times = measured({"maps": Contender(lambda: network.activations(grid))}, rounds)
    milliseconds = times.median("maps") * 1e3
    return {
        "hidden": list(hidden),
        "milliseconds": round(milliseconds, 3),
        "tensorflow_playground": MAPS[hidden],
        "ratio": round(MAPS[hidden] / milliseconds, 1),
    }


# --- the engine, and the products it is made of -----------------------------------------------


def design(case: Case) -> Design:
    bends: dict[str, Activation] = {"tanh": Tanh(), "relu": ReLU()}
    several = case.sizes[-1] > 1
    *hidden, outputs = case.sizes[1:]
    layers = [Dense(units=units, activation=bends[case.bend]) for units in hidden]
    layers.append(Dense(units=outputs, activation=Softmax() if several else Sigmoid()))
    training = Training(
        loss=CategoricalCrossEntropy() if several else BinaryCrossEntropy(),
        optimizer={"sgd": SGD, "adam": Adam}[case.optimizer](learning_rate=RATE),
        batch_size=case.batch,
        epochs=1_000_000,
    )
    return Design(name=case.name, layers=tuple(layers), training=training)


def examples(case: Case, rows: int) -> tuple[Array, Array]:
    """Inputs (rows, I) and classes (rows,) that a plane could almost tell apart."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(rows, case.sizes[0])).astype(np.float32)
    answers = X @ rng.normal(size=(case.sizes[0], case.classes))
    return X, np.argmax(answers, axis=1)


def prepared(case: Case, X: Array, y: Array, checks: int = 0) -> Prepared:
    """All rows for training, and the first `checks` of them for validation too."""
    inputs = X.shape[1]
    preprocessing = Preprocessing(
        columns=tuple(RawColumn(f"x{column}") for column in range(inputs)),
        shift=(0.0,) * inputs,
        factor=(1.0,) * inputs,
        target="class",
        task="classification",
        classes=tuple(map(str, range(case.classes))),
    )
    parts = {"train": slice(None), "validation": slice(checks), "test": slice(0)}
    raw, wide, row = X.astype(np.float64), X.astype(np.float64), np.arange(len(X))
    sources = {"raw": raw, "X": wide, "y": y, "rows": row}
    arrays: dict[str, Any] = {
        f"{name}_{part}": array[rows]
        for name, array in sources.items()
        for part, rows in parts.items()
    }
    return Prepared(preprocessing=preprocessing, **arrays)


def engine_steps(case: Case, X: Array, y: Array) -> Contender:
    """Each slice of time starts an epoch and leaves out its last step, which ends it untimed."""
    trainer = Trainer(design(case), prepared=prepared(case, X, y))

    def prepare() -> None:
        while trainer.step_count % trainer.steps_per_epoch:
            trainer.step()

    def run() -> None:
        goal = trainer.step_count + case.steps
        trainer.advance(lambda: trainer.step_count >= goal)

    return Contender(run, case.steps, prepare)


def engine_scores(case: Case) -> Contender:
    """Scores of training and validation rows, as at the end of an epoch."""
    data = prepared(case, *examples(case, EVALUATED), checks=EVALUATED)
    return Contender(Trainer(design(case), prepared=data).scores)


def product_steps(case: Case) -> Contender:
    """Three products a layer, into arrays that are there: outputs, slopes of weights and inputs."""
    rng = np.random.default_rng(0)

    def random(*shape: int) -> Array:
        return rng.normal(size=shape).astype(np.float32)

    products: list[tuple[Array, Array, Array]] = []
    for index, (inputs, units) in enumerate(zip(case.sizes, case.sizes[1:], strict=False)):
        W, x, dz = random(units, inputs), random(inputs, case.batch), random(units, case.batch)
        products.append((W, x, np.empty_like(dz)))
        products.append((dz, x.T, np.empty_like(W)))
        if index:
            products.append((W.T, dz, np.empty_like(x)))

    def run() -> None:
        dot = np.dot
        for _ in range(case.steps):
            for a, b, out in products:
                dot(a, b, out)

    return Contender(run, case.steps)


# --- the others -------------------------------------------------------------------------------


def torch_steps(case: Case, X: Array, y: Array) -> Contender:
    import torch
    from torch import nn

    torch.set_num_threads(1)
    torch.manual_seed(0)
    modules: list[nn.Module] = []
    for inputs, units in zip(case.sizes, case.sizes[1:], strict=False):
        modules += [nn.Linear(inputs, units), nn.Tanh() if case.bend == "tanh" else nn.ReLU()]
    model = nn.Sequential(*modules[:-1])
    inputs, targets = torch.from_numpy(X), torch.from_numpy(y)
    loss: Callable[[Any, Any], Any]
    if case.sizes[-1] > 1:
        loss = nn.CrossEntropyLoss()
    else:
        loss, targets = nn.BCEWithLogitsLoss(), targets.float()[:, None]
    optimizer: torch.optim.Optimizer
    if case.optimizer == "sgd":
        optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
    else:
        optimizer = torch.optim.Adam(model.parameters(), lr=RATE, fused=True)

    def run() -> None:
        order = torch.randperm(len(inputs))
        for step in range(case.steps):
            rows = order[step * case.batch : (step + 1) * case.batch]
            optimizer.zero_grad()
            loss(model(inputs[rows]), targets[rows]).backward()
            optimizer.step()

    return Contender(run, case.steps)


def sklearn_steps(case: Case, X: Array, y: Array) -> Contender:
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(
        hidden_layer_sizes=case.sizes[1:-1],
        activation=case.bend,
        solver=case.optimizer,
        alpha=0.0,
        batch_size=case.batch,
        learning_rate_init=RATE,
        momentum=0.0,
        max_iter=EPOCHS,
        tol=0.0,
        n_iter_no_change=EPOCHS,
        random_state=0,
    )
    rows = case.batch * case.steps
    X, y = X[:rows], y[:rows]

    def run() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it could go on
            model.fit(X, y)

    return Contender(run, case.steps * EPOCHS)


# --- in print ---------------------------------------------------------------------------------


def show(steps: list[dict[str, Any]], maps: list[dict[str, Any]]) -> None:
    header = (
        "network, batch, optimizer",
        *("engine µs", "products", "PyTorch", "sklearn"),
        *("to products", "to PyTorch", "to sklearn", "samples/s", "epoch's end µs"),
    )
    print(table(header, [_cells(row) for row in steps]))
    print(
        "\nto products: at most the budget in brackets; to PyTorch and sklearn: at least."
        f"\nepoch's end: scores of {EVALUATED} training and {EVALUATED} validation rows, "
        "not in the step."
    )
    if any(row["microseconds"]["torch"] is None for row in steps):
        print("PyTorch is not installed: pip install torch")
    if any(row["microseconds"]["sklearn"] is None for row in steps):
        print("scikit-learn is not installed: pip install scikit-learn")
    header = (f"maps of all neurons, {SIDE}×{SIDE}", "ms", "TensorFlow Playground", "times faster")
    rows = [
        (
            str(row["hidden"]),
            f"{row['milliseconds']:.2f}",
            f"{row['tensorflow_playground']:.1f}",
            f"{row['ratio']:.0f}",
        )
        for row in maps
    ]
    print("\n" + table(header, rows))


def _cells(row: dict[str, Any]) -> list[str]:
    times, ratios = row["microseconds"], row["ratios"]
    cells = [row["network"]]
    cells += [_number(times[name]) for name in ("engine", "products", "torch", "sklearn")]
    for name, sign in (("to_products", "≤"), ("to_torch", "≥"), ("to_sklearn", "≥")):
        verdict = ratios[name]
        if verdict is None:
            cells.append("–")
            continue
        missed = "" if verdict["held"] else "! "
        cells.append(f"{missed}{verdict['ratio']:.2f} ({sign} {verdict['budget']:g})")
    return [*cells, f"{row['samples_per_second']:,}", _number(row["scores_microseconds"])]


def _number(microseconds: float | None) -> str:
    return "–" if microseconds is None else f"{microseconds:,.1f}"


if __name__ == "__main__":
    main()
