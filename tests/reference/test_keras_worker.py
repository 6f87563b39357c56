"""The real Keras, in its own process."""

from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pytest

from rnntui.errors import ReferenceRefusedError
from rnntui.reference.keras.process.child import WORKER
from rnntui.reference.training import TrainSettings

pytestmark = pytest.mark.keras

random = np.random.default_rng(0)
X = random.standard_normal((10, 20, 4))
Y = random.standard_normal((10, 3))


@pytest.fixture(scope="module")
def trained(keras, tmp_path_factory):
    """The notebook's training, and its result."""
    out = tmp_path_factory.mktemp("trained") / "model.keras"
    return keras.train(TrainSettings(), X, Y, out)


def weights(keras, path):
    """What tells one set of weights from another: outputs and states on the data."""
    keras.load(path)
    reference = keras.compute({"X": X})
    return [*reference.outputs.values(), *reference.sequences.values()]


def test_versions(keras):
    version = keras.version()
    assert version.name == "Keras"
    assert version.number.startswith("3.")
    assert version.backend.startswith("TensorFlow 2.")


def test_it_ends_by_itself_and_imports_nothing_from_the_users_folder(tmp_path):
    (tmp_path / "msgspec.py").write_text("raise SystemExit(9)")
    ended = subprocess.run(WORKER, input=b"", capture_output=True, cwd=tmp_path, check=False)
    assert ended.returncode == 0
    assert ended.stdout == b""


@pytest.mark.parametrize(
    "name",
    [
        "sequential.keras", "old.h5", "stacked.keras", "masked.keras", "states.keras",
        "nested.keras", "stateful.keras", "words.keras",
    ],
)  # fmt: skip
def test_outputs_and_sequences(keras, models, name):
    path = models / name
    with np.load(path.with_suffix(".npz")) as record:
        expected = {key: record[key] for key in record.files}

    def part(kind):
        return {
            key.split("/", 1)[1]: value
            for key, value in expected.items()
            if key.startswith(f"{kind}/")
        }

    model = keras.load(path)
    reference = keras.compute(part("input"))
    assert {output.name for output in model.outputs} == set(reference.outputs)
    assert {layer.name for layer in model.recurrent} == {
        layer for layer in reference.sequences if ":" not in layer
    }
    for kind, found in (("output", reference.outputs), ("sequence", reference.sequences)):
        assert set(found) == set(part(kind))
        for key, value in part(kind).items():
            assert found[key].dtype == value.dtype
            np.testing.assert_allclose(found[key], value, rtol=0, atol=2e-6, err_msg=key)


def test_the_last_timestep_is_the_layers_output(keras, models):
    keras.load(models / "stateful.keras")
    reference = keras.compute({"x": X[:, :5, :2]})
    np.testing.assert_array_equal(reference.sequences["rnn"][:, -1], reference.outputs["rnn"])
    np.testing.assert_array_equal(reference.states["rnn"][0], reference.outputs["rnn"])
    # Ten samples, four at a time: filled up, and each goes on where the fourth before it ended.
    assert len(reference.outputs["rnn"]) == 10
    again = keras.compute({"x": X[:, :5, :2]})
    np.testing.assert_array_equal(again.outputs["rnn"], reference.outputs["rnn"])
    alone = keras.compute({"x": X[8:9, :5, :2]})
    assert np.abs(alone.outputs["rnn"][0] - reference.outputs["rnn"][8]).max() > 1e-4


def test_the_states_after_the_last_timestep(keras, models):
    keras.load(models / "states.keras")
    array = X[:, :4, :2]
    reference = keras.compute({"a": array, "b": array})
    assert set(reference.states) == set(reference.sequences)
    hidden, carry = reference.states["encoder"]
    np.testing.assert_array_equal(hidden, reference.sequences["encoder"][:, -1])
    assert carry.shape == hidden.shape == (10, 3)


def test_what_a_model_is(keras, models):
    model = keras.load(models / "states.keras")
    assert model.label == f"keras {keras.version().number}, loaded"
    assert [(i.name, i.shape, i.dtype) for i in model.inputs] == [
        ("a", (4, 2), "float32"),
        ("b", (4, 2), "float32"),
    ]
    assert [(o.name, o.shape) for o in model.outputs] == [("decoder", (3,)), ("sum", (2,))]
    assert {(r.name, r.class_name) for r in model.recurrent} == {
        ("encoder", "LSTM"),
        ("shared", "SimpleRNN"),
        ("decoder", "LSTM"),
    }


def test_files_that_keras_refuses(keras, models, tmp_path):
    text = tmp_path / "text.keras"
    text.write_text("not a zip")
    cut = tmp_path / "cut.keras"
    cut.write_bytes((models / "words.keras").read_bytes()[:2000])
    unknown = tmp_path / "unknown.h5"
    unknown.write_bytes((models / "old.h5").read_bytes().replace(b"SimpleRNN", b"SimplyRNN"))
    for path in (text, cut, unknown, tmp_path / "missing.keras", tmp_path):
        with pytest.raises(ReferenceRefusedError) as caught:
            keras.load(path)
        message = str(caught.value)
        assert message.startswith(f"{path}: Keras can't load it: ")
        assert "\n" not in message
        assert len(message) < 500


def test_nothing_is_computed_after_a_load_that_failed(keras, models, tmp_path):
    keras.load(models / "words.keras")
    with pytest.raises(ReferenceRefusedError):
        keras.load(tmp_path / "missing.keras")
    with pytest.raises(ReferenceRefusedError, match="no model is loaded"):
        keras.compute({"x": np.zeros((1, 4))})


@pytest.mark.parametrize(
    ("name", "inputs", "message"),
    [
        ("sequential.keras", {"x": X}, "input 'x': a sample is (20, 4), the model takes (7, 2)"),
        ("states.keras", {"a": X}, "input 'b' is missing; the model takes a, b"),
        ("words.keras", {"x": np.full((1, 4), 10)}, "is not in [0, 10)"),
    ],
)
def test_inputs_that_keras_refuses(keras, models, name, inputs, message):
    keras.load(models / name)
    with pytest.raises(ReferenceRefusedError) as caught:
        keras.compute(inputs)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_notebooks_training(keras, trained):
    assert (trained.ended, trained.saved_epoch, len(trained.loss)) == ("finished", 60, 60)
    assert trained.val_loss == ()
    assert trained.predictions.shape == (10, 3)
    np.testing.assert_allclose(trained.errors, np.mean((Y - trained.predictions) ** 2, axis=0))
    assert trained.errors.mean() < 0.2
    model = keras.load(trained.path)
    assert model.name == "rnntui"
    assert [(i.name, i.shape) for i in model.inputs] == [("input", (20, 4))]
    assert [(o.name, o.shape) for o in model.outputs] == [("dense", (3,))]
    assert [r.name for r in model.recurrent] == ["simple_rnn"]
    reference = keras.compute({"X": X})
    np.testing.assert_array_equal(reference.outputs["dense"], trained.predictions)
    assert reference.sequences["simple_rnn"].shape == (10, 20, 4)


def test_the_same_seed_gives_the_same_weights_and_history(keras, trained, tmp_path):
    again = keras.train(TrainSettings(), X, Y, tmp_path / "again.keras")
    assert again.loss == trained.loss
    for one, other in zip(weights(keras, trained.path), weights(keras, again.path), strict=True):
        np.testing.assert_array_equal(one, other)
    other = keras.train(TrainSettings(seed=1, epochs=2), X, Y, tmp_path / "other.keras")
    assert other.loss != trained.loss[:2]


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_other_cells_with_samples_held_back(keras, tmp_path, cell):
    settings = TrainSettings(cell=cell, units=3, epochs=2, batch_size=4, validation_split=0.25)
    result = keras.train(settings, X, Y, tmp_path / "m.keras")
    assert len(result.val_loss) == 2
    assert result.predictions.shape == (10, 3)
    np.testing.assert_allclose(result.held_out_errors.mean(), result.val_loss[-1], rtol=1e-4)
    np.testing.assert_allclose(result.errors, ((Y - result.predictions)[:7] ** 2).mean(axis=0))
    assert [r.name for r in keras.load(result.path).recurrent] == [cell]


def test_a_held_out_set(keras, tmp_path):
    settings = TrainSettings(epochs=2)
    result = keras.train(settings, X, Y, tmp_path / "m.keras", held_out=(X[:4], Y[:4]))
    assert result.best_epoch == int(np.argmin(result.val_loss)) + 1
    np.testing.assert_allclose(result.held_out_errors.mean(), result.val_loss[-1], rtol=1e-4)


def test_a_cancelled_training_keeps_the_best(keras, trained, tmp_path):
    seen = []
    result = keras.train(
        TrainSettings(epochs=1_000_000),
        X,
        Y,
        tmp_path / "m.keras",
        on_progress=seen.append,
        should_stop=lambda: len(seen) >= 20,
    )
    assert result.cancelled
    done = len(result.loss)
    assert 20 <= done < 1_000_000
    assert result.loss[:20] == trained.loss[:20]
    assert result.saved_epoch == result.best_epoch == int(np.argmin(result.loss)) + 1
    keras.load(result.path)
    np.testing.assert_array_equal(keras.compute({"X": X}).outputs["dense"], result.predictions)
    # The best weights are those that training for just so long gives.
    if result.best_epoch <= 200:
        shorter = TrainSettings(epochs=result.best_epoch)
        short = keras.train(shorter, X, Y, tmp_path / "short.keras")
        np.testing.assert_array_equal(short.predictions, result.predictions)


def test_cancelled_at_once_there_is_nothing_to_keep(keras, tmp_path):
    result = keras.train(TrainSettings(), X, Y, tmp_path / "m.keras", should_stop=lambda: True)
    assert (result.ended, result.path, result.best_epoch) == ("cancelled", None, None)
    assert list(tmp_path.iterdir()) == []


def test_a_loss_that_is_no_number_ends_the_training(keras, tmp_path):
    settings = TrainSettings(learning_rate=1e25, epochs=50)
    result = keras.train(settings, X, Y, tmp_path / "m.keras")
    assert (result.ended, result.saved_epoch) == ("diverged", 1)
    assert "the loss became NaN or infinite in epoch 2 of 50; kept the best" in result.summary


def test_data_with_nan_can_not_be_trained_on(keras, tmp_path):
    holes = X.copy()
    holes[3, 4, 0] = np.nan
    with pytest.raises(ReferenceRefusedError, match="first epoch; the data has 1 NaN"):
        keras.train(TrainSettings(), holes, Y, tmp_path / "m.keras")
    assert list(tmp_path.iterdir()) == []


def test_training_does_not_change_a_reference(keras, models, tmp_path):
    shutil.copy(models / "stacked.keras", tmp_path)
    array = X[:, :6, :2]
    keras.load(tmp_path / "stacked.keras")
    before = keras.compute({"x": array})
    keras.train(TrainSettings(epochs=1), X, Y, tmp_path / "m.keras")
    after = keras.compute({"x": array})
    np.testing.assert_array_equal(before.outputs["y"], after.outputs["y"])
