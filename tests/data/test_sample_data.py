from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from rnntui.data.binding.bind import bind
from rnntui.data.bundled import HELD_OUT_DATA, TRAINING_DATA, bundled
from rnntui.data.dataset import ColumnInfo, Dataset, InputSpec
from rnntui.data.read import read_dataset

REPOSITORY = Path(__file__).parents[2]
SCRIPT = REPOSITORY / "sample_data" / "make.py"
TRACKS = REPOSITORY.parent / "shared" / "data" / "tracks.csv"
FILES = (TRAINING_DATA, HELD_OUT_DATA)
CALLSIGNS = {"SAMU31", "REGA1", "DLH4TR", "F-CIJO"}

with_tracks = pytest.mark.skipif(
    not TRACKS.is_file(), reason="needs the raw positions, ../shared/data/tracks.csv"
)


@pytest.fixture(scope="module")
def training() -> Dataset:
    return read_dataset(bundled(TRAINING_DATA))


@pytest.fixture(scope="module")
def held_out() -> Dataset:
    return read_dataset(bundled(HELD_OUT_DATA))


@pytest.fixture(scope="module")
def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sample_data_make", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def columns_of(data: Dataset) -> tuple[ColumnInfo, ColumnInfo]:
    assert data.input_columns is not None
    assert data.target_columns is not None
    return data.input_columns, data.target_columns


def test_contents_of_the_bundled_data(training: Dataset, held_out: Dataset) -> None:
    assert training.samples + held_out.samples >= 200
    for data in (training, held_out):
        x, y = data.inputs["X"], data.targets["Y"]
        assert (x.shape[1:], x.dtype) == ((20, 4), np.float32)
        assert (y.shape, y.dtype) == ((len(x), 3), np.float32)
        assert np.isfinite(x).all()
        assert np.isfinite(y).all()
        features, targets = columns_of(data)
        assert features.names == ("latitude", "longitude", "elevation", "speed")
        assert features.units == ("°", "°", "ft", "kt")
        assert (targets.names, targets.units) == (features.names[:3], features.units[:3])
        assert features.standardised
        assert len(set(data.sample_ids)) == data.samples
        assert {name.split()[0] for name in data.sample_ids} == CALLSIGNS
        bound = bind(data, [InputSpec("input_layer", (20, 4))])
        assert bound.notes == ()


def test_standardised_by_the_training_part(training: Dataset, held_out: Dataset) -> None:
    x = training.inputs["X"].astype(float)
    np.testing.assert_allclose(x.mean(axis=(0, 1)), 0, atol=1e-6)
    np.testing.assert_allclose(x.std(axis=(0, 1)), 1, atol=1e-6)
    for of_training, of_held_out in zip(columns_of(training), columns_of(held_out), strict=True):
        assert of_training.scale is not None
        assert of_held_out.scale is not None
        np.testing.assert_array_equal(of_training.scale, of_held_out.scale)


def test_each_sequence_is_centred_on_its_own_inputs(training: Dataset, held_out: Dataset) -> None:
    for data in (training, held_out):
        np.testing.assert_allclose(data.inputs["X"][..., :3].mean(axis=1), 0, atol=1e-5)


def test_degrees_feet_and_knots_come_back(training: Dataset, held_out: Dataset) -> None:
    for data in (training, held_out):
        features, targets = columns_of(data)
        x = features.physical(data.inputs["X"])
        y = targets.physical(data.targets["Y"])
        assert (x.min(axis=(0, 1)) > [43, 1, 500, 5]).all()
        assert (x.max(axis=(0, 1)) < [49, 9, 15000, 260]).all()
        # The target is one more step of the same flight, not somewhere else.
        steps = np.abs(np.diff(x[..., :3], axis=1)).max(axis=(0, 1))
        assert (np.abs(y - x[:, -1, :3]) <= 1.5 * steps).all()


def test_sequences_of_the_training_part_end_before_the_held_out_part(
    training: Dataset, held_out: Dataset
) -> None:
    # Ids are times of one day for each aircraft, so they sort as text.
    for callsign in CALLSIGNS:
        early = [name for name in training.sample_ids if name.startswith(callsign)]
        late = [name for name in held_out.sample_ids if name.startswith(callsign)]
        assert early == sorted(early)
        assert max(early) < min(late)


def test_no_point_is_in_both_files(training: Dataset, held_out: Dataset) -> None:
    points = []
    for data in (training, held_out):
        features, targets = columns_of(data)
        both = [
            features.physical(data.inputs["X"])[..., :3].reshape(-1, 3),
            targets.physical(data.targets["Y"]),
        ]
        points.append({tuple(point) for point in np.concatenate(both).round(6).tolist()})
    assert not points[0] & points[1]


def test_the_target_can_be_learned(training: Dataset, held_out: Dataset) -> None:
    # The plainest guess of all, one more step of the same size, is far better than the mean.
    for data in (training, held_out):
        x, y = data.inputs["X"][..., :3], data.targets["Y"]
        error = ((2 * x[:, -1] - x[:, -2] - y) ** 2).mean(axis=0)
        assert (error < 0.05 * y.var(axis=0)).all()


@with_tracks
def test_the_script_makes_what_is_committed(make: ModuleType, tmp_path: Path) -> None:
    for path in make.make_data(TRACKS, tmp_path):
        with np.load(path) as made, np.load(bundled(path.name)) as committed:
            assert made.files == committed.files
            for name in made.files:
                assert made[name].dtype == committed[name].dtype
                if made[name].dtype.kind == "f":
                    # Sums may differ in their last bits from one processor to another.
                    np.testing.assert_allclose(made[name], committed[name], rtol=1e-6, atol=1e-6)
                else:
                    np.testing.assert_array_equal(made[name], committed[name])


@with_tracks
def test_made_twice_the_bytes_are_the_same(make: ModuleType, tmp_path: Path) -> None:
    made = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        folder.mkdir()
        made.append([path.read_bytes() for path in make.make_data(TRACKS, folder)])
    assert made[0] == made[1]


@with_tracks
def test_no_fix_is_in_both_parts(make: ModuleType) -> None:
    for fixes in make.read_fixes(TRACKS).values():
        early, late = make.split(fixes)
        assert early[-1, 0] < late[0, 0]
        assert len(early) + len(late) == len(fixes)


def test_even_spacing_and_never_across_a_gap(make: ModuleType) -> None:
    flight = make.Flight("ME", spacing=10, stride=1, smoothing=1)
    times = np.concatenate([np.arange(0, 300, 15.0), np.arange(321, 600, 15.0)])
    fixes = np.stack([times, times, times * 2, times * 3, times * 4], axis=1)
    cut = dict(make.sequences(flight, fixes))
    starts = [points[0, 0] for points in cut.values()]
    assert starts == [*range(0, 81, 10), *range(321, 392, 10)]
    for points in cut.values():
        assert points.shape == (21, 4)
        np.testing.assert_allclose(np.diff(points[:, 0]), 10)
        np.testing.assert_allclose(points, points[:, :1] * [1, 2, 3, 4])
        assert not (points[0, 0] < 300 < points[-1, 0])
    assert next(iter(cut)) == "ME 00:00:00"


def test_a_false_reading_is_dropped_and_a_climb_stays(make: ModuleType) -> None:
    climb = np.arange(0, 1000, 25.0)
    false = climb.copy()
    false[7] = 30975
    np.testing.assert_array_equal(make.median(climb, 5)[2:-2], climb[2:-2])
    np.testing.assert_allclose(make.median(false, 5), climb, atol=50)
    np.testing.assert_array_equal(make.median(false, 1), false)


@pytest.mark.parametrize("arguments", [[], ["--help"], ["a.csv", "b.csv"]])
def test_how_to_use_it(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, SCRIPT, *arguments], capture_output=True, text=True)
    assert done.returncode == 2
    assert "python sample_data/make.py TRACKS.csv" in done.stderr


def test_a_csv_that_is_not_there(
    make: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make.main([str(tmp_path / "none.csv")]) == 2
    assert (
        capsys.readouterr().err
        == f"{tmp_path / 'none.csv'}: no such file; name the CSV of positions\n"
    )
