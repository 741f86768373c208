"""A file that is cut short, damaged or made to deceive is refused in one sentence, and costs no
more memory than it is large."""

from __future__ import annotations

import json
import struct
import tempfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save

from engine.activations import Sigmoid, Tanh
from engine.data import Spiral
from engine.design import Design, Training
from engine.errors import EngineError, FormatError
from engine.formats import Checkpoint
from engine.layers import BatchNorm, Dense
from engine.trainer import Trainer

DESIGN = Design(
    data=Spiral(samples=20),
    layers=(
        Dense(units=3, activation=Tanh()),
        BatchNorm(),
        Dense(id="output", units=1, activation=Sigmoid()),
    ),
    training=Training(batch_size=5, epochs=2),
)


def parts() -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """The tensors and the metadata of a small checkpoint with its state."""
    trainer = Trainer(DESIGN)
    trainer.step()
    checkpoint = Checkpoint.of(trainer, state=True)
    assert checkpoint.state is not None
    state = {f"state/{name}": array for name, array in checkpoint.state.tensors.items()}
    return checkpoint.tensors | state, json.loads(checkpoint.metadata)


TENSORS, METADATA = parts()
WHOLE = save(TENSORS, {"playground": json.dumps(METADATA)})
HEADER = 8 + struct.unpack("<Q", WHOLE[:8])[0]


def read(content: bytes) -> Checkpoint:
    """Read the bytes as a file; whatever is refused is refused in one line with its name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "damaged.safetensors"
        path.write_bytes(content)
        try:
            return Checkpoint.read(path)
        except FormatError as error:
            assert str(error).startswith(f"{path}: ")
            assert "\n" not in str(error)
            raise FormatError(str(error).removeprefix(f"{path}: ")) from error


def read_or_refuse(content: bytes) -> None:
    """Read, and go on training where it can be read; only our own errors may come out."""
    tracemalloc.start()
    try:
        read(content).trainer().step()
    except EngineError:
        pass
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 20_000_000


def with_header(header: object, rest: bytes = b"") -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + rest


def with_metadata(metadata: object, tensors: dict[str, np.ndarray] = TENSORS) -> bytes:
    return save(tensors, {"playground": json.dumps(metadata)})


def changed(**entries: Any) -> bytes:
    return with_metadata(METADATA | entries)


def test_the_file_itself_is_sound() -> None:
    trainer = read(WHOLE).trainer()
    assert trainer.step_count == 1


# --- by chance --------------------------------------------------------------------------------


@given(st.integers(0, len(WHOLE) - 1))
def test_a_file_cut_short_is_refused(length: int) -> None:
    with pytest.raises(FormatError):
        read(WHOLE[:length])


@given(st.binary(min_size=1, max_size=50))
def test_a_file_with_more_at_its_end_is_refused(more: bytes) -> None:
    with pytest.raises(FormatError):
        read(WHOLE + more)


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_refused(content: bytes) -> None:
    with pytest.raises(FormatError):
        read(content)
    with pytest.raises(FormatError):
        read(struct.pack("<Q", len(content)) + content)


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(1, 255)), min_size=1))
def test_flipped_bytes_are_refused_or_do_no_harm(flips: list[tuple[int, int]]) -> None:
    content = bytearray(WHOLE)
    for place, mask in flips:
        content[place] ^= mask
    read_or_refuse(bytes(content))


@given(st.integers(0, HEADER - 1), st.integers(1, 255))
def test_a_flipped_byte_in_the_header_is_refused_or_does_no_harm(place: int, mask: int) -> None:
    content = bytearray(WHOLE)
    content[place] ^= mask
    read_or_refuse(bytes(content))


@given(st.sampled_from(sorted(TENSORS)), st.integers(0, 7), st.integers(1, 255))
def test_a_flipped_byte_of_a_weight_is_always_refused(name: str, byte: int, mask: int) -> None:
    header = json.loads(WHOLE[8:HEADER])
    start, end = header[name]["data_offsets"]
    content = bytearray(WHOLE)
    if start == end or name.startswith("state/"):
        return
    content[HEADER + start + byte % (end - start)] ^= mask
    with pytest.raises(FormatError):
        read(bytes(content))


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.text(st.characters(), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        entries = list(value.items())
    else:
        entries = list(enumerate(value)) if isinstance(value, list) else []
    for key, inner in entries:
        found += places(inner, (*path, key))
    return found


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(value[path[0]], path[1:], new)
    return copy


@given(st.sampled_from(places(METADATA)), anything)
def test_any_value_anywhere_in_the_metadata_is_refused_or_does_no_harm(
    path: tuple[Any, ...], value: Any
) -> None:
    read_or_refuse(with_metadata(put(METADATA, path, value)))


@given(st.sampled_from(places(json.loads(WHOLE[8:HEADER]))), anything)
def test_any_value_anywhere_in_the_header_is_refused_or_does_no_harm(
    path: tuple[Any, ...], value: Any
) -> None:
    header = put(json.loads(WHOLE[8:HEADER]), path, value)
    read_or_refuse(with_header(header, WHOLE[HEADER:]))


# --- on purpose -------------------------------------------------------------------------------


def tensor(shape: list[int], start: int, end: int, dtype: str = "F32") -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [start, end]}


def container(**tensors: Any) -> bytes:
    return with_header({"__metadata__": {"playground": "{}"}, **tensors}, bytes(16))


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in METADATA.items() if name != key}


def weights(**arrays: np.ndarray | None) -> bytes:
    tensors = {**TENSORS, **arrays}
    return with_metadata(METADATA, {k: a for k, a in tensors.items() if a is not None})


def float32(*shape: int) -> np.ndarray:
    return np.ones(shape, np.float32)


BIAS = "dense_1.bias"
WIDE = put(METADATA["design"], ("layers", 0, "units"), 4096)
DEEP = put(
    METADATA["design"],
    ("layers",),
    [{"kind": "dense", "units": 4096} for _ in range(5)] + METADATA["design"]["layers"][2:],
)

DECEPTIONS: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "cut short or something else"),
    "a header longer than the file": (lambda: b"\xff" * 7 + b"\x7f{}", "cut short"),
    "no JSON": (lambda: with_header(b"weights!"), "expected JSON"),
    "a list": (lambda: with_header([]), "header: expected an object"),
    "a deep header": (lambda: with_header(b"[" * 10_000), "levels of nesting"),
    "one tensor twice": (lambda: with_header(b'{"a":1,"a":2}'), "every key once"),
    "no metadata": (lambda: save(TENSORS), '__metadata__: expected the text "playground"'),
    "other metadata": (lambda: save(TENSORS, {"format": "pt"}), "__metadata__"),
    "a terabyte declared": (
        lambda: container(a=tensor([10**6, 10**6], 0, 4 * 10**12)),
        "fill the 16 bytes",
    ),
    "a terabyte in 16 bytes": (
        lambda: container(a=tensor([10**6, 10**6], 0, 16)),
        '"a": expected 4000000000000 bytes',
    ),
    "an overlap": (
        lambda: container(a=tensor([4], 0, 16), b=tensor([4], 0, 16)),
        "fill the 16 bytes",
    ),
    "a gap": (lambda: container(a=tensor([2], 0, 8)), "fill the 16 bytes"),
    "a negative shape": (lambda: container(a=tensor([-2, -2], 0, 16)), "F32 or F64"),
    "half precision": (lambda: container(a=tensor([8], 0, 16, "F16")), "F32 or F64"),
    "metadata of text": (lambda: with_metadata("x"), "playground: "),
    "no design": (lambda: with_metadata(without("design")), "`design`"),
    "no hash": (lambda: with_metadata(without("weights_sha256")), "`weights_sha256`"),
    "an unknown key": (lambda: changed(pickle="x"), "`pickle`"),
    "a newer design": (
        lambda: changed(design=METADATA["design"] | {"version": 99}),
        "design: .*newer Perceptron Playground",
    ),
    "a wrong field": (
        lambda: changed(design=put(METADATA["design"], ("layers", 0, "units"), 0)),
        r"design: \$\.layers\[0\]\.units: expected 1 to 4096",
    ),
    "other class names": (lambda: changed(class_names=["a", "b"]), "class_names"),
    "another output": (
        lambda: changed(design=put(METADATA["design"], ("layers", 2, "units"), 3)),
        "output: expected 1 or 2 units",
    ),
    "a factor of 0": (
        lambda: changed(preprocessing=METADATA["preprocessing"] | {"factor": [0.0, 1.0]}),
        "factor of 0",
    ),
    "half a surrogate pair": (lambda: changed(class_names=["\ud800", "b"]), "playground: "),
    "a wide design": (lambda: changed(design=WIDE), "expected 32,769 numbers .* found 25"),
    "a huge design": (lambda: changed(design=DEEP), "numbers for the layers"),
    "a layer missing": (lambda: weights(**{BIAS: None}), "numbers for the layers"),
    "another name": (
        lambda: weights(**{BIAS: None, "dense_9.bias": float32(3)}),
        "dense_1.bias: .* found nothing",
    ),
    "another shape": (
        lambda: weights(**{"dense_1.weight": float32(2, 3)}),
        r"dense_1\.weight: expected \[3, 2\] float32, found \[2, 3\] float32",
    ),
    "another precision": (
        lambda: weights(**{BIAS: np.ones(3)}),
        r"dense_1\.bias: expected \[3\] float32, found \[3\] float64",
    ),
    "a tensor of no layer": (
        lambda: weights(**{"extra.bias": float32(0)}),
        '"extra.bias": expected only tensors of its design',
    ),
    "other weights": (lambda: weights(**{BIAS: float32(3)}), "weights_sha256: .* changed"),
    "weights that are no numbers": (
        lambda: weights(**{BIAS: float32(3) * np.nan}),
        "dense_1.bias: expected finite numbers",
    ),
    "a state nobody announced": (
        lambda: with_metadata(without("state")),
        "state/best.parameters: expected no training state",
    ),
}


@pytest.mark.parametrize("name", DECEPTIONS)
def test_a_deception_is_named(name: str) -> None:
    make, said = DECEPTIONS[name]
    content = make()
    tracemalloc.start()
    try:
        with pytest.raises(FormatError, match=said):
            read(content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("epoch", "many"),
        ("position", 10**6),
        ("optimizer_memory", []),
        ("shuffler", {}),
        ("noise", None),
        ("best_epoch", 1e400),
    ],
)
def test_a_state_that_makes_no_sense_is_refused(key: str, value: object) -> None:
    state = METADATA["state"] | {key: value}
    with pytest.raises(FormatError):
        read(changed(state=state)).trainer()


def test_a_state_of_another_network_is_refused() -> None:
    tensors = TENSORS | {"state/best.parameters": float32(4)}
    with pytest.raises(FormatError, match="state"):
        read(with_metadata(METADATA, tensors)).trainer()


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="something else"):
        Checkpoint.read(tmp_path)
    with pytest.raises(FormatError, match="could not be read: No such file"):
        Checkpoint.read(tmp_path / "nothing.safetensors")
    with pytest.raises(FormatError, match="could not be read"):
        Checkpoint.read("nul\0byte")
