"""`rnntui run` on models of all kinds, and where NaN starts."""

from __future__ import annotations

import json

import numpy as np
import pytest
from models import change_config, dense, layer, recurrent, write_model


@pytest.fixture
def said(tell):
    """The objects that commands give on a model and data; all went well."""

    def said(model, data, *commands, more=()):
        given = [part for command in commands for part in ("-x", command)]
        told = tell("run", model, "--data", data, "--json", *more, *given)
        assert (told.code, told.err) == (0, ""), told
        return [json.loads(line) for line in told.out.splitlines()]

    return said


@pytest.fixture
def masked(tmp_path):
    """Masking → LSTM(3) → Dense(1), and data in which t=1 and t=4 of the first sample are masked."""
    layers = [layer("Masking", mask_value=0.0), recurrent("LSTM", 3), dense(1)]
    model = write_model(tmp_path / "masked.keras", layers, shape=(6, 2))
    x = np.random.default_rng(1).standard_normal((2, 6, 2)).astype(np.float32)
    x[0, [1, 4]] = 0
    np.save(tmp_path / "x.npy", x)
    return model, tmp_path / "x.npy"


def test_masked_timesteps_stop_a_run(said, masked):
    answers = said(
        *masked, "break masked", "continue", "print changed(h_t)", "continue", "continue"
    )
    assert [one["cursor"]["t"] for one in answers[1:]] == [1, 1, 4, 5]
    assert answers[0]["command"] == "break masked"
    assert answers[2]["value"] is False
    assert answers[1]["cursor"]["layer"] == "lstm"


def test_a_mask_that_hides_nothing_says_so(tell, masked):
    model, data = masked
    told = tell("run", model, "--data", data, "--sample", 1, "-x", "break masked")
    assert told.out == "breakpoint 1: masked; never stops in this sample's 6 timesteps\n"
    stack = write_model(data.parent / "plain.keras", [recurrent("LSTM", 3)], shape=(6, 2))
    told = tell("run", stack, "--data", data, "-x", "break masked")
    told.refused("masked: does not apply to this model (the timestep is masked)")


@pytest.mark.keras
def test_both_directions_have_their_own_names(said, several, tmp_path):
    x = np.random.default_rng(2).standard_normal((1, 5, 2)).astype(np.float32)
    np.save(tmp_path / "x.npy", x)
    answers = said(
        several / "both.keras", tmp_path / "x.npy",
        "print forward_gru.h_t", "goto backward_gru:h_t", "print h_t",
        "assert all(h_t == backward_gru.h_t)", "assert all(x_t == input@4)",
        "assert all(abs(h_t - keras_of(h_t)) < 1e-5)", "break mismatch", "continue",
        "assert abs(y[0] - keras[0]) < 1e-5",
    )  # fmt: skip
    assert answers[0]["value"] != answers[2]["value"]
    labels = {one["cursor"]["layer"] for one in answers[1:7]}
    assert labels == {"bidirectional/backward_gru"}
    assert answers[7]["cursor"]["layer"].startswith("dense")
    assert "no breakpoint hit" in answers[7]["stop"]


def test_a_stateful_layer_goes_on_from_the_batch_before(said, tmp_path):
    model = write_model(
        tmp_path / "s.keras", [recurrent("SimpleRNN", 2, stateful=True), dense(1)], shape=(4, 2)
    )
    change_config(model, _batches_of_two)
    x = np.random.default_rng(1).standard_normal((4, 4, 2)).astype(np.float32)
    np.save(tmp_path / "x.npy", x)
    answers = said(model, tmp_path / "x.npy", "print h_t@3", "sample 2", "print h_prev")
    assert answers[2]["value"] == answers[0]["value"]


def _batches_of_two(config):
    inner = config["config"]["layers"][0]["config"]
    inner["batch_shape"] = [2, *inner["batch_shape"][1:]]


@pytest.fixture
def exploding(tmp_path):
    """A linear SimpleRNN(2) that grows until infinity less infinity is no number; where it does."""
    kernel, recurrence = np.ones((1, 2)), np.array([[1e10, 1e10], [1e10, -1e10]])
    weights = tuple(np.asarray(one, np.float32) for one in (kernel, recurrence, np.zeros(2)))
    model = write_model(
        tmp_path / "grows.keras",
        [recurrent("SimpleRNN", 2, weights, activation="linear")],
        shape=(12, 1),
    )
    np.save(tmp_path / "x.npy", np.ones((1, 12, 1), np.float32))
    h, first = np.zeros(2, np.float32), {}
    with np.errstate(all="ignore"):
        for t in range(12):
            h = weights[0][0] + h @ weights[1]
            for name, found in (("inf", np.isinf(h).any()), ("nan", np.isnan(h).any())):
                if found:
                    first.setdefault(name, t)
    assert 0 < first["inf"] < first["nan"] < 12
    return model, tmp_path / "x.npy", first


def test_where_nan_starts_by_a_breakpoint(said, exploding):
    model, data, first = exploding
    answers = said(model, data, "break nan", "continue", "print hW", "until any(isnan(h_t))")
    stop = answers[1]
    # The product hW is no number before the sum z of it is.
    assert (stop["cursor"]["t"], stop["cursor"]["layer"]) == (first["nan"], "simple_rnn")
    assert stop["cursor"]["equation"] == 1
    assert stop["stop"] == f"breakpoint 1: nan, t={first['nan']}"
    assert None in answers[2]["value"]
    assert answers[3]["cursor"] == {**stop["cursor"], "equation": 3}


def test_where_nan_starts_by_find(said, exploding):
    model, data, first = exploding
    answers = said(model, data, "find first isinf(z)", "find first isnan(z)", "print isnan(z)")
    assert [one["cursor"]["t"] for one in answers[:2]] == [first["inf"], first["nan"]]
    assert answers[1]["cursor"]["equation"] == 2
    assert True in answers[2]["value"]


def test_nan_of_the_data_is_found_in_its_sample(said, folder, tmp_path):
    x = np.random.default_rng(0).standard_normal((3, 20, 4)).astype(np.float32)
    x[1, 7, 2] = np.nan
    np.save(tmp_path / "x.npy", x)
    answers = said(folder / "notebook.keras", tmp_path / "x.npy", "find first isnan(x_t)")
    assert answers[0]["stop"] == "first isnan(x_t): sample 1, simple_rnn, t=7, unit 2"
    assert (answers[0]["cursor"]["sample"], answers[0]["cursor"]["t"]) == (1, 7)


def test_of_several_layers_the_first_in_time_is_found(said, folder):
    found, *_ = said(folder / "stack.keras", folder / "two.npy", "find first abs(h_t) > -1")
    assert (found["cursor"]["layer"], found["cursor"]["t"]) == ("lstm", 0)


@pytest.mark.keras
def test_keras_stands_beside_ours(said, masked, folder):
    answers = said(
        folder / "notebook.keras", folder / "data.npz",
        "goto end", "assert all(abs(y - keras) < 1e-5)", "assert all(abs(output - keras) < 1e-5)",
        "goto 3", "goto simple_rnn", "assert all(abs(h_t - keras_of(h_t)) < 1e-5)",
        "print keras", "break mismatch", "goto start", "continue", "sample worst mismatch",
    )  # fmt: skip
    assert len(answers[6]["value"]) == 3
    assert "no breakpoint hit" in answers[9]["stop"]
    assert answers[10]["value"] < 1e-5
    answers = said(
        *masked, "goto end",
        "assert abs(y[0] - keras[0]) < 1e-5", "sample next", "goto end",
        "assert abs(y[0] - keras[0]) < 1e-5",
    )  # fmt: skip
    assert [one["value"] for one in answers] == [None, True, None, None, True]


@pytest.mark.keras
def test_keras_is_beside_a_run_from_the_end(said, folder):
    answers = said(
        folder / "stack.keras", folder / "two.npy", "goto gru:h_t t=2",
        "assert all(abs(h_t - keras_of(h_t)) < 1e-5)", "goto lstm t=3",
        "assert all(abs(h_t - keras_of(h_t)) < 1e-5)", "break mismatch", "continue",
    )  # fmt: skip
    assert "no breakpoint hit" in answers[-1]["stop"]
