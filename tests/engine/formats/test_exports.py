"""What is exported says the same as we do, wherever it is read."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import msgspec
import numpy as np
import onnx
import onnxruntime
import pytest
from safetensors.numpy import load_file, safe_open

from engine.activations import Activation, Sigmoid
from engine.data.table import Floats
from engine.errors import FormatError
from engine.formats import FORMATS, Checkpoint, export, format_of, likely_rows
from engine.formats.containers import Npz, TensorFile
from engine.formats.scripts import MOST_INLINE
from engine.formats.verify import MOST_ROWS
from engine.layers import ActivationLayer, Dense, Layer
from engine.losses import BinaryCrossEntropy
from engine.spec import members
from tests.engine.formats.models import CLOUDS, HIDDEN, MODELS, Model, inside, model, output

HERE = (".safetensors", ".npz", ".onnx", ".numpy.py")
NEEDED = {"dense": {"units": 3}, "residual": {"source": "start"}}


@pytest.fixture(params=MODELS)
def any_model(request: pytest.FixtureRequest, tmp_path: Path) -> Model:
    return MODELS[request.param](tmp_path)


def run_onnx(path: Path, checkpoint: Checkpoint, raw: Floats) -> dict[str, np.ndarray]:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    columns = enumerate(checkpoint.preprocessing.column_names)
    feed = {name: raw[:, [k]].astype(np.float32) for k, name in columns}
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, feed), strict=True))


@pytest.mark.parametrize("suffix", HERE)
def test_every_reader_agrees_with_predict(any_model: Model, suffix: str, tmp_path: Path) -> None:
    checkpoint, raw = any_model
    exported = export(checkpoint, tmp_path / f"model{suffix}", raw)
    scale = max(1.0, abs(checkpoint.preprocessing.target_factor))
    assert exported.max_abs_error is not None
    assert exported.max_abs_error <= 1e-5 * scale
    assert exported.format == suffix[1:]


@pytest.mark.parametrize("kind", members(Activation))
@pytest.mark.parametrize("suffix", [".onnx", ".numpy.py"])
def test_every_activation_is_written(kind: str, suffix: str, tmp_path: Path) -> None:
    activation = members(Activation)[kind]()
    dense = Dense(units=4, activation=activation)
    layers = (HIDDEN, dense, ActivationLayer(activation=activation), output(1, Sigmoid()))
    checkpoint, raw = model(CLOUDS_OF_TWO, *layers, loss=BinaryCrossEntropy())
    error = export(checkpoint, tmp_path / f"model{suffix}", raw).max_abs_error
    assert error is not None
    assert error <= 1e-5


CLOUDS_OF_TWO = msgspec.structs.replace(CLOUDS, classes=2)


@pytest.mark.parametrize("kind", members(Layer))
@pytest.mark.parametrize("suffix", [".onnx", ".numpy.py"])
def test_every_layer_is_written(kind: str, suffix: str, tmp_path: Path) -> None:
    checkpoint, raw = inside(members(Layer)[kind](**NEEDED.get(kind, {})))
    error = export(checkpoint, tmp_path / f"model{suffix}", raw).max_abs_error
    assert error is not None
    assert error <= 1e-5


# --- ONNX -------------------------------------------------------------------------------------


def test_onnx_is_what_was_promised(any_model: Model, tmp_path: Path) -> None:
    checkpoint, raw = any_model
    path = tmp_path / "model.onnx"
    export(checkpoint, path, raw)
    graph = onnx.load(path)
    assert graph.ir_version == 8
    assert [(entry.domain, entry.version) for entry in graph.opset_import] == [("", 17)]
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    columns = [(entry.name, entry.shape, entry.type) for entry in session.get_inputs()]
    names = checkpoint.preprocessing.column_names
    assert columns == [(name, ["N", 1], "tensor(float)") for name in names]
    outputs = {entry.name: entry.shape for entry in session.get_outputs()}
    count = len(checkpoint.preprocessing.classes)
    promised = {"label": ["N"], "probabilities": ["N", count]} if count else {"value": ["N", 1]}
    assert outputs == promised


def test_onnx_labels_are_numbers_where_all_classes_are_and_names_elsewhere(tmp_path: Path) -> None:
    checkpoint, raw = MODELS["three of softmax"](tmp_path)
    path = tmp_path / "model.onnx"
    for classes, dtype in {
        ("0", "1", "2"): "int64",
        ("-7", "3", "10"): "int64",
        ("0", "01", "2"): "object",
        ("0", "1.5", "2"): "object",
        ("a", "b", "größe"): "object",
    }.items():
        fitted = msgspec.structs.replace(checkpoint.preprocessing, classes=classes)
        renamed = Checkpoint(checkpoint.design, fitted, checkpoint.tensors)
        export(renamed, path, raw)
        labels = run_onnx(path, renamed, raw)["label"]
        assert labels.dtype == dtype
        assert [str(label) for label in labels] == renamed.predict(raw).answers


@pytest.mark.parametrize("name", ["label", "probabilities", "sub", "constant_2", "N", "network"])
def test_a_column_may_be_called_like_anything_in_the_graph(name: str, tmp_path: Path) -> None:
    checkpoint, raw = MODELS["seven features"](tmp_path)
    plain = msgspec.structs.replace(
        checkpoint.preprocessing, features=(), shift=(0.1, 0.2), factor=(2.0, 3.0)
    )
    columns = (msgspec.structs.replace(plain.columns[0], name=name), plain.columns[1])
    fitted = msgspec.structs.replace(plain, columns=columns)
    rng = np.random.default_rng(0)
    tensors = {**checkpoint.tensors, "start.weight": rng.normal(size=(4, 2)).astype(np.float32)}
    clashing = Checkpoint(checkpoint.design, fitted, tensors)
    path = tmp_path / "model.onnx"
    assert export(clashing, path, raw).max_abs_error is not None
    outputs = run_onnx(path, clashing, raw)
    wanted = ["label", "probabilities"]
    assert list(outputs) == [f"{known}_" if known == name else known for known in wanted]


def test_onnx_fills_what_is_missing(tmp_path: Path) -> None:
    checkpoint, raw = MODELS["flowers"](tmp_path)
    holes = raw.copy()
    holes[::2, 0] = np.nan
    holes[1::3, 1] = np.nan
    path = tmp_path / "model.onnx"
    error = export(checkpoint, path, holes).max_abs_error
    assert error is not None
    assert error <= 1e-5


def test_onnx_keeps_small_differences_of_large_numbers(tmp_path: Path) -> None:
    """A year around 2000 with a deviation of 0.01: float32 keeps what the shift leaves."""
    checkpoint, _ = MODELS["one sigmoid"](tmp_path)
    fitted = msgspec.structs.replace(
        checkpoint.preprocessing,
        features=(),
        shift=(2000.0123456789, 0.0),
        factor=(0.01, 1.0),
    )
    years = Checkpoint(checkpoint.design, fitted, checkpoint.tensors)
    raw = np.column_stack([2000 + np.arange(-40, 40) / 1024, np.zeros(80)])
    error = export(years, tmp_path / "model.onnx", raw).max_abs_error
    assert error is not None
    assert error <= 1e-5


# --- tensor files -----------------------------------------------------------------------------


def test_safetensors_hold_what_was_promised(any_model: Model, tmp_path: Path) -> None:
    checkpoint, raw = any_model
    path = tmp_path / "model.safetensors"
    export(checkpoint, path, raw)
    found = load_file(path)
    precision = checkpoint.design.training.precision
    assert {name: (a.shape, a.dtype.name) for name, a in found.items()} == {
        name: (a.shape, precision) for name, a in checkpoint.tensors.items()
    }
    for name, array in checkpoint.tensors.items():
        np.testing.assert_array_equal(found[name], array)
    with safe_open(path, "numpy") as file:
        metadata = file.metadata()
    assert list(metadata) == ["playground"]
    content = json.loads(metadata["playground"])
    assert list(content) == ["design", "class_names", "preprocessing", "weights_sha256"]
    assert tuple(content["class_names"]) == checkpoint.preprocessing.classes


def test_npz_needs_no_pickle_and_says_where_it_comes_from(tmp_path: Path) -> None:
    checkpoint, raw = MODELS["three of softmax"](tmp_path)
    path = tmp_path / "model.npz"
    export(checkpoint, path, raw)
    with np.load(path, allow_pickle=False) as file:
        assert set(file.files) == {*checkpoint.tensors, "playground"}
        about = json.loads(str(file["playground"]))
    assert about["weights_sha256"] == checkpoint.weights_sha256


def test_tensor_files_are_asked_without_our_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: TensorFile, path: Path) -> None:
        raise AssertionError("read by our engine")

    monkeypatch.setattr(Npz, "arrays", refuse)
    checkpoint, raw = MODELS["every layer"](tmp_path)
    assert export(checkpoint, tmp_path / "model.npz", raw).max_abs_error is not None


# --- programs ---------------------------------------------------------------------------------


def test_a_program_can_be_imported(any_model: Model, tmp_path: Path) -> None:
    checkpoint, raw = any_model
    path = tmp_path / "model.numpy.py"
    export(checkpoint, path, raw)
    predicted = runpy.run_path(str(path))["predict"](raw)
    ours = checkpoint.predict(raw)
    if ours.labels is None:
        scale = abs(checkpoint.preprocessing.target_factor)
        np.testing.assert_allclose(predicted, ours.values, rtol=1e-6, atol=1e-5 * scale)
    else:
        labels, probabilities = predicted
        assert labels == ours.answers
        np.testing.assert_allclose(probabilities, ours.probabilities, rtol=0, atol=1e-5)


def test_a_program_refuses_a_number_that_is_missing_for_good(tmp_path: Path) -> None:
    checkpoint, raw = MODELS["dropped"](tmp_path)
    path = tmp_path / "model.numpy.py"
    export(checkpoint, path, raw)
    predict = runpy.run_path(str(path))["predict"]
    with pytest.raises(ValueError, match="missing"):
        predict([[np.nan, 1.0]])
    predict([[1.0, np.nan]])


@pytest.mark.parametrize("suffix", [".numpy.py", ".keras.py", ".torch.py"])
def test_small_networks_carry_their_weights_and_large_ones_keep_them_beside(
    suffix: str, tmp_path: Path
) -> None:
    script = FORMATS[suffix]
    for name in ("one sigmoid", "large"):
        checkpoint, _ = MODELS[name](tmp_path)
        folder = tmp_path / name
        folder.mkdir()
        script.write(checkpoint, folder / f"model{suffix}")
        beside = {file.name for file in folder.iterdir()} - {f"model{suffix}"}
        size = sum(array.size for array in checkpoint.tensors.values())
        stem = f"model{suffix.removesuffix('.py')}"
        large = {f"{stem}.safetensors"} if suffix == ".torch.py" else {f"{stem}.npz"}
        assert beside == (large if size > MOST_INLINE else set())


def test_every_language_compiles_every_model(any_model: Model, tmp_path: Path) -> None:
    checkpoint, _ = any_model
    for suffix in (".numpy.py", ".keras.py", ".torch.py"):
        path = tmp_path / f"model{suffix}"
        FORMATS[suffix].write(checkpoint, path)
        source = path.read_text(encoding="utf-8")
        compile(source, suffix, "exec")
        assert "engine" not in source


# --- choosing, refusing, verifying ------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.txt", "a", "a.py", "torch.py", "", "onnx", "a.onnx.gz"])
def test_an_unknown_suffix_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(FormatError, match=r"\.safetensors \.npz \.onnx \.torch\.py \.keras\.py"):
        format_of(f"folder/{name}")


def test_a_suffix_may_be_in_capitals(tmp_path: Path) -> None:
    checkpoint, raw = MODELS["one sigmoid"](tmp_path)
    assert export(checkpoint, tmp_path / "MODEL.Numpy.PY", raw).format == "numpy.py"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    checkpoint, raw = MODELS["one sigmoid"](tmp_path)
    with pytest.raises(FormatError, match="nowhere"):
        export(checkpoint, tmp_path / "nowhere" / "model.npz", raw)


@pytest.mark.parametrize("suffix", HERE)
def test_a_file_that_says_something_else_is_not_exported(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoint, raw = MODELS["three of softmax"](tmp_path)
    path = tmp_path / f"model{suffix}"
    path.write_text("what was there before")
    bias = checkpoint.tensors["output.bias"].copy()
    bias[1] += 0.01
    wrong = Checkpoint(
        checkpoint.design, checkpoint.preprocessing, checkpoint.tensors | {"output.bias": bias}
    )
    chosen = FORMATS[suffix]
    write = type(chosen).write
    monkeypatch.setattr(type(chosen), "write", lambda self, _, path: write(self, wrong, path))
    with pytest.raises(FormatError, match="found a difference of"):
        export(checkpoint, path, raw)
    assert path.read_text() == "what was there before"
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_labels_in_another_order_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoint, raw = MODELS["three of softmax"](tmp_path)
    fitted = msgspec.structs.replace(checkpoint.preprocessing, classes=("2", "1", "0"))
    wrong = Checkpoint(checkpoint.design, fitted, checkpoint.tensors)
    chosen = FORMATS[".onnx"]
    write = type(chosen).write
    monkeypatch.setattr(type(chosen), "write", lambda self, _, path: write(self, wrong, path))
    with pytest.raises(FormatError, match="labels"):
        export(checkpoint, tmp_path / "model.onnx", raw)


@pytest.mark.parametrize("size", [1e3, 1e12, 1e30])
@pytest.mark.parametrize("name", ["plane", "three of softmax", "three of ReLU", "every layer"])
@pytest.mark.parametrize("suffix", [".safetensors", ".onnx"])
def test_weights_that_went_astray_are_still_exported(
    suffix: str, name: str, size: float, tmp_path: Path
) -> None:
    """After a divergence float32 says hardly anything, and no reader can agree with another."""
    checkpoint, raw = MODELS[name](tmp_path)
    rng = np.random.default_rng(0)
    tensors = {
        key: array if key.endswith("running_var") else array * np.float32(size)
        for key, array in checkpoint.tensors.items()
    }
    tensors["start.weight"] = rng.normal(0, size, (4, 2)).astype(np.float32)
    astray = Checkpoint(checkpoint.design, checkpoint.preprocessing, tensors)
    path = tmp_path / f"model{suffix}"
    error = export(astray, path, raw).max_abs_error
    assert error is not None
    assert np.isfinite(error)


def test_numbers_that_float32_cannot_hold_are_not_exported_as_float32(tmp_path: Path) -> None:
    """Seconds since 1970: the graph would see the same minute for two."""
    checkpoint, _ = MODELS["one sigmoid"](tmp_path)
    fitted = msgspec.structs.replace(
        checkpoint.preprocessing, features=(), shift=(1.7e9, 0.0), factor=(20.0, 1.0)
    )
    clocks = Checkpoint(checkpoint.design, fitted, checkpoint.tensors)
    raw = np.column_stack([1.7e9 + np.arange(-40, 40), np.zeros(80)])
    with pytest.raises(FormatError, match="found a difference of"):
        export(clocks, tmp_path / "model.onnx", raw)
    assert export(clocks, tmp_path / "model.numpy.py", raw).max_abs_error is not None


def test_an_absent_library_gives_no_error_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoint, raw = MODELS["one sigmoid"](tmp_path)
    chosen = FORMATS[".numpy.py"]
    needs = ("import a_library_nobody_has", *type(chosen).language.imports)
    monkeypatch.setattr(type(type(chosen).language), "imports", needs)
    exported = export(checkpoint, tmp_path / "model.numpy.py", raw)
    assert exported.max_abs_error is None
    assert (tmp_path / "model.numpy.py").exists()


def test_at_most_256_rows_are_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkpoint, raw = MODELS["one sigmoid"](tmp_path)
    asked: list[int] = []
    chosen = FORMATS[".npz"]
    read_back = type(chosen).read_back
    monkeypatch.setattr(
        type(chosen),
        "read_back",
        lambda self, path, checkpoint, rows: (
            asked.append(len(rows)) or read_back(self, path, checkpoint, rows)
        ),
    )
    export(checkpoint, tmp_path / "model.npz", np.tile(raw, (20, 1)))
    assert asked == [MOST_ROWS]


def test_rows_can_be_found_without_the_data(any_model: Model, tmp_path: Path) -> None:
    checkpoint, _ = any_model
    raw = likely_rows(checkpoint.preprocessing)
    assert raw.shape == (256, len(checkpoint.preprocessing.columns))
    assert len(np.unique(checkpoint.network().predict(checkpoint.preprocessing.transform(raw)))) > 9
