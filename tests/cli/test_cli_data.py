"""Data of every kind on the command line: unequal lengths, several inputs, images."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rnntui.cli.loading import load_data, load_graph
from rnntui.data.binding.bind import bind
from rnntui.data.read import read_dataset
from rnntui.data.sequences.padding import Padding, Side
from rnntui.trace.run import Run

LENGTHS = (5, 6, 3, 6, 1)


@pytest.fixture
def walks(tmp_path: Path) -> Path:
    """Sequences of unequal length, of two features."""
    generator = np.random.default_rng(3)
    np.savez(tmp_path / "walks.npz", *(generator.normal(size=(n, 2)) for n in LENGTHS))
    return tmp_path / "walks.npz"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Rows for two.keras: samples of 3, 2 and 1 timesteps."""
    rows = ["sample,time,words,track/x,track/y,pilot"]
    rows += [f"{s},{t},{(s + t) % 10},{s}.5,{t},{s}" for s in range(3) for t in range(3 - s)]
    (tmp_path / "rows.csv").write_text("\n".join(rows))
    return tmp_path / "rows.csv"


def verified(tell, *arguments: object) -> dict:
    told = tell("verify", *arguments, "--json")
    assert (told.code, told.err) == (0, "")
    said = json.loads(told.out)
    assert said["allclose"] is True
    return said


@pytest.mark.keras
def test_each_sample_at_its_own_length(tell, folder, walks: Path) -> None:
    said = verified(tell, folder / "stack.keras", "--data", walks)
    assert (said["samples"], said["timesteps"]) == (5, 6)
    assert said["warnings"] == ["input: 1 to 6 timesteps, each sample at its own length"]
    told = tell("verify", folder / "stack.keras", "--data", walks)
    assert "verified: over 5 samples of up to 6 timesteps" in told.out


@pytest.mark.keras
@pytest.mark.parametrize("side", ["post", "pre"])
def test_filled_up(tell, folder, walks: Path, side: str) -> None:
    arguments = ("--data", walks, "--pad", -2, "--pad-side", side)
    said = verified(tell, folder / "stack.keras", *arguments)
    assert (said["samples"], said["timesteps"]) == (5, 6)
    end = "end" if side == "post" else "beginning"
    assert said["warnings"] == [f"input: 1 to 6 timesteps; 3 padded at the {end} with -2"]


def test_trace_takes_a_sample_as_long_as_it_is(tell, folder, walks: Path, tmp_path: Path) -> None:
    shapes = {}
    for name, options in {"own": (), "pad": ("--pad", 0), "pre": ("--pad-side", "pre")}.items():
        out = tmp_path / f"{name}.npz"
        model = folder / "stack.keras"
        tell("trace", model, "--data", walks, "--sample", 2, "--out", out, *options)
        with np.load(out) as file:
            shapes[name] = file["input"].shape
    assert shapes == {"own": (3, 2), "pad": (6, 2), "pre": (3, 2)}
    told = tell("trace", folder / "stack.keras", "--data", walks, "--sample", 2, "--time", 3)
    told.refused("the sample's timesteps are 0 to 2")
    told = tell("open", folder / "stack.keras", "--data", walks, "--sample", 2, "--time", 3)
    told.refused("0 to 2")


@pytest.mark.parametrize("command", ["verify", "trace", "open"])
def test_a_fixed_length_needs_the_option(tell, folder, tmp_path: Path, command: str) -> None:
    np.savez(tmp_path / "x.npz", X_0=np.zeros((3, 4)), X_1=np.zeros((25, 4)))
    told = tell(command, folder / "notebook.keras", "--data", tmp_path / "x.npz")
    told.refused("x.npz", "3 to 25 timesteps", "expects 20", "--pad VALUE")
    graph = load_graph(folder / "notebook.keras")
    bound = load_data(graph, tmp_path / "x.npz", None, 0, Padding(1.5))
    assert bound.inputs["input"].shape == (2, 20, 4)


def test_options_that_can_not_be(tell, folder) -> None:
    model = folder / "notebook.keras"
    for command in ("verify", "trace", "open"):
        tell(command, model, "--pad", "0").refused("--pad 0", "--data")
        tell(command, model, "--random", 3, "--pad", "0").refused("--pad 0", "--data")
        tell(command, model, "--pad", "x").refused("--pad", "--help")
        tell(command, model, "--pad-side", "left").refused("--pad-side", "post", "pre", "--help")


def test_training_takes_one_length(tell, tmp_path: Path) -> None:
    np.savez(tmp_path / "x.npz", X=np.zeros((2, 5, 1)), lengths=[5, 2], Y=np.zeros((2, 1)))
    told = tell("train", "--data", tmp_path / "x.npz", "--out", tmp_path / "m.keras")
    told.refused("x.npz", "unequal length", "pad them")


@pytest.mark.keras
def test_convert_on_samples_of_unequal_length(tell, folder, walks: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.keras"
    told = tell("convert", folder / "stack.keras", new, "--data", walks, "--random", 1)
    assert (told.code, told.err) == (0, "")
    assert "walks.npz: verified: over 5 samples of up to 6 timesteps" in told.out
    told = tell("convert", folder / "stack.keras", new, "--data", walks, "--pad", 0)
    assert "walks.npz: verified: over 5 samples of 6 timesteps" in told.out
    tell("convert", folder / "stack.keras", new, "--pad", 0).refused("--pad 0", "--data")


@pytest.mark.keras
def test_several_inputs(tell, several: Path, table: Path, tmp_path: Path) -> None:
    model = several / "two.keras"
    assert verified(tell, model, "--data", table)["samples"] == 3
    assert verified(tell, model, "--random", 3)["samples"] == 3
    out = tmp_path / "out.npz"
    told = tell("trace", model, "--data", table, "--sample", 1, "--out", out)
    assert (told.code, told.err) == (0, "")
    with np.load(out) as file:
        assert (file["input/words"].shape, file["input/track"].shape) == ((2,), (2, 2))
    np.save(tmp_path / "x.npy", np.zeros((3, 5, 2)))
    told = tell("trace", model, "--data", tmp_path / "x.npy")
    told.refused("x.npy", "no array for the network's input 'words'", "Name one array for each")
    np.savez(tmp_path / "x.npz", words=[[3, 12]], track=np.zeros((1, 2, 2)), pilot=[[1]])
    told = tell("trace", model, "--data", tmp_path / "x.npz")
    told.refused("x.npz: words has 12 at sample 0, t 1; the network's vocabulary is 0 to 9")


@pytest.mark.keras
def test_images_over_time(tell, several: Path, tmp_path: Path) -> None:
    generator = np.random.default_rng(0)
    films = [generator.integers(0, 256, (n, 4, 6, 3), np.uint8) for n in (2, 3)]
    np.savez(tmp_path / "x.npz", *films)
    said = verified(tell, several / "film.keras", "--data", tmp_path / "x.npz")
    assert any("not scaled" in warning for warning in said["warnings"])
    np.save(tmp_path / "x.npy", np.zeros((2, 4, 6, 3)))
    told = tell("trace", several / "film.keras", "--data", tmp_path / "x.npy")
    told.refused("(N, T, 4, 6, 3)", "save (1, 2, 4, 6, 3)")


@pytest.mark.keras
@pytest.mark.parametrize("side", list(Side))
def test_what_a_mask_hides_changes_nothing(tell, several: Path, walks: Path, side: Side) -> None:
    graph, data = load_graph(several / "masked.keras"), read_dataset(walks)
    (spec,) = graph.input_specs
    own = bind(data, [replace(spec, padding=None)])
    padded = bind(data, [replace(spec, padding=-1.0)], Padding(side=side))
    assert padded.inputs["masks"].shape == (5, 6, 2)
    for sample in range(own.samples):
        alone, filled = (
            next(iter(Run(graph, one.sample(sample)).outputs.values())) for one in (own, padded)
        )
        np.testing.assert_array_equal(alone, filled)
    model = several / "masked.keras"
    verified(tell, model, "--data", walks)
    verified(tell, model, "--data", walks, "--pad", -1, "--pad-side", side)
