"""A newcomer's path: only keys, only what the screen says; checked with NumPy from the model's file.

(a) which hidden unit contributes most to the longitude at t = 7; (b) the first timestep at which a
unit saturates; (c) how far the prediction is from Keras's and from the target.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile

import h5py
import numpy as np
import pytest
from test_tui_terminal import Terminal
from waiting import until

from rnntui.data.bundled import DEFAULT_MODEL, TRAINING_DATA, bundled
from rnntui.data.read import read_dataset
from rnntui.debugger.session.session import Session
from rnntui.layers.graph.graph import build_graph
from rnntui.network.read import read_network
from rnntui.reference.protocol import LoadedModel, ReferenceRun
from rnntui.tui.app import DebuggerApp

LONGITUDE = 1
OFF = np.float32([3e-7, -5e-7, 2e-7])
SIZES = [(80, 24), (120, 36)]
NUMBER = r"[-+]\d[\d.]*(?:e[-+]?\d+)?"


class Answers:
    """What the network gives, computed here, from the file's arrays alone."""

    def __init__(self):
        with zipfile.ZipFile(bundled(DEFAULT_MODEL)) as archive:
            file = h5py.File(io.BytesIO(archive.read("model.weights.h5")))
            cell, dense = file["layers/simple_rnn/cell/vars"], file["layers/dense/vars"]
            self.wxh, self.whh, self.bh = (np.float64(cell[str(index)]) for index in range(3))
            self.who, self.bo = (np.float64(dense[str(index)]) for index in range(2))
        with np.load(bundled(TRAINING_DATA)) as data:
            self.x, self.targets = np.float64(data["X"]), np.float64(data["Y"])
            self.scale = np.float64(data["target_scale"])

    def states(self, sample):
        h, states = np.zeros(len(self.whh)), []
        for x in self.x[sample]:
            h = np.tanh(x @ self.wxh + h @ self.whh + self.bh)
            states.append(h)
        return np.array(states)

    def saturated(self, sample):
        """How many units, at each timestep."""
        return (np.abs(self.states(sample)) > 0.99).sum(axis=1)

    def outputs(self, sample):
        return self.states(sample) @ self.who + self.bo


class Keras:
    """Stands in for Keras: real numbers, each a little off."""

    def __init__(self, answers):
        self.answers = answers

    def load_network(self, network):
        return LoadedModel(network.path, "small", "keras 3.0.0, loaded", (), (), ())

    def compute(self, inputs):
        ((_, array),) = inputs.items()
        (found,) = np.flatnonzero((self.answers.x == array[0]).all(axis=(1, 2)))[:1]
        output = np.float32(self.answers.outputs(found)[-1]) + OFF
        states = np.float32(self.answers.states(found))
        return ReferenceRun({"dense": output[None]}, {"simple_rnn": states[None]})

    def close(self):
        pass


@pytest.fixture(scope="module")
def answers():
    return Answers()


@pytest.fixture
def app(answers, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    data = read_dataset(bundled(TRAINING_DATA))
    session = Session.open(build_graph(read_network(bundled(DEFAULT_MODEL))), data)
    return DebuggerApp(session, data, start=lambda: Keras(answers))


class Newcomer:
    """Presses keys and reads the screen; knows nothing else."""

    def __init__(self, pilot):
        self.pilot = pilot

    @property
    def screen(self):
        strips = self.pilot.app.screen._compositor.render_strips()
        return "\n".join(strip.text for strip in strips)

    async def press(self, *keys):
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def reads(self, pattern):
        """Waits until the screen says so: Keras and the table of samples take their time."""
        await until(self.pilot, lambda: re.search(pattern, self.screen))
        return re.search(pattern, self.screen)

    async def all_of(self, pane):
        """All that a pane shows: tab until it has the keyboard, z; and back again."""
        await self.press("tab", "z")
        for _ in range(8):
            if re.search(rf"^╭─ {pane}", self.screen, re.MULTILINE):
                break
            await self.press("tab")
        await self.reads(rf"(?m)^╭─ {pane}")
        text = self.screen
        await self.press("z")
        return text


@pytest.mark.parametrize("size", SIZES)
async def test_which_unit_contributes_most_to_the_longitude(app, answers, size):
    async with app.run_test(size=size) as pilot:
        newcomer = Newcomer(pilot)
        await newcomer.reads(r"d(?:ense)?  Dense")
        await newcomer.press("7", "g", "d")
        await newcomer.reads(r"t 7/19")
        while "longitude" not in re.search(r"\(hₜ · Who\)\[\d\] = [^│]*", newcomer.screen)[0]:
            await newcomer.press("right")
        text = newcomer.screen
        terms = re.findall(rf"\[(\d)\] ({NUMBER}) × ({NUMBER}) = ({NUMBER})", text)
        h = answers.states(0)[7]
        contributions = h * answers.who[:, LONGITUDE]
        assert int(terms[0][0]) == np.argmax(np.abs(contributions))
        assert [int(unit) for unit, *_ in terms] == list(np.argsort(-np.abs(contributions)))
        for unit, state, weight, product in terms:
            assert float(state) == pytest.approx(h[int(unit)], abs=6e-5)
            assert float(weight) == pytest.approx(answers.who[int(unit), LONGITUDE], abs=6e-5)
            assert float(product) == pytest.approx(contributions[int(unit)], abs=6e-5)
        whole = await newcomer.all_of("WORKED OUT")
        told = re.search(rf"y\[1\] longitude = .* = ({NUMBER})", whole)
        assert float(told[1]) == pytest.approx(answers.outputs(0)[7, LONGITUDE], abs=6e-5)


@pytest.mark.parametrize("size", SIZES)
async def test_the_first_timestep_at_which_a_unit_saturates(app, answers, size):
    async with app.run_test(size=size) as pilot:
        newcomer = Newcomer(pilot)
        await newcomer.press("b")
        await newcomer.reads("saturated")
        await newcomer.press(*"saturated", "enter")
        await newcomer.reads(r"saturated; never stops in this sample's 20 timesteps")
        assert not answers.saturated(0).any()
        # Is there another sample? o says so: a column of the table, and its key.
        await newcomer.press("o")
        await newcomer.reads("saturated")
        await newcomer.press("s")
        # The order may change until the screen no longer says that it is computing.
        await until(pilot, lambda: "computing:" not in newcomer.screen)
        first = await newcomer.reads(r"saturated▼[^\n]*\n +(\d+) .* (\d+\.\d) %")
        shares = [answers.saturated(sample).mean() / 4 for sample in range(len(answers.x))]
        assert int(first[1]) == int(np.argmax(shares))
        assert float(first[2]) == pytest.approx(100 * max(shares), abs=0.06)
        await newcomer.press("enter")
        sample = int((await newcomer.reads(r"sample (\d+)/256"))[1])
        assert sample == int(first[1])
        counts = answers.saturated(sample)
        timeline = await newcomer.all_of("TIMELINE")
        # Timesteps stand at the right end of their columns.
        (zero, start), (later, end) = (
            (int(one[0]), one.end()) for one in numbers(timeline, "t ")[:2]
        )
        assert zero == 0
        marks = numbers(timeline, "saturated")
        read = {round(later * (one.end() - start) / (end - start)): int(one[0]) for one in marks}
        assert read == {t: count for t, count in enumerate(counts.tolist()) if count}
        # And the breakpoint goes there, from the first equation of the run on.
        await newcomer.press("g", *"uuuu", "c")
        stopped = await newcomer.reads(r"breakpoint 1: saturated, t=(\d+)")
        assert int(stopped[1]) == min(read) == int(np.argmax(counts > 0))
        text = await newcomer.all_of("WORKED OUT")
        assert f"{counts[min(read)]} of 4 saturated" in text


def numbers(timeline, label):
    """The numbers of one row of the timeline, where they stand."""
    row = next(line for line in timeline.splitlines() if line.startswith(f"│ {label}"))
    return list(re.finditer(r"\d+", row[:2] + " " * len(label) + row[2 + len(label) :]))


@pytest.mark.parametrize("size", SIZES)
async def test_how_far_the_prediction_is_from_keras_and_from_the_target(app, answers, size):
    async with app.run_test(size=size) as pilot:
        newcomer = Newcomer(pilot)
        await newcomer.reads(r"G end|n next")
        await newcomer.press("G")
        await newcomer.reads(r"keras 3.0.0, loaded")
        text = await newcomer.all_of("PREDICTION")
        output, target = answers.outputs(0)[-1], answers.targets[0]
        for index, name in enumerate(("latitude", "longitude", "elevation")):
            row = re.search(rf"{name} +(.*?)│", text)[1].split()
            y, keras, apart, _ulp, meant, away = (float(cell) for cell in row[:6])
            assert y == pytest.approx(output[index], abs=6e-5)
            assert keras == pytest.approx(output[index], abs=6e-5)
            assert apart == pytest.approx(-OFF[index], abs=2.5e-7)
            assert meant == pytest.approx(target[index], abs=6e-5)
            assert away == pytest.approx(output[index] - target[index], abs=6e-5)
            physical = re.search(
                rf"{name} +\S+°? ?(?:ft)? +\S+°? ?(?:ft)? +({NUMBER})(°| ft)", text
            )
            apart = (output[index] - target[index]) * answers.scale[index]
            assert float(physical[1]) == pytest.approx(apart, rel=2e-3, abs=6e-5)
        verdict = re.search(r"✓ output  \|Δ\| ≤ (\S+),", text)
        assert float(verdict[1]) == pytest.approx(5e-7, abs=2.5e-7)
        assert re.search(r"off the target: elevation by 0\.09", text)


@pytest.mark.keras
@pytest.mark.filterwarnings("ignore:.*forkpty:DeprecationWarning")
def test_the_command_itself_on_a_first_start_with_the_real_keras(answers, tmp_path):
    state = {"XDG_STATE_HOME": str(tmp_path), "RNNTUI_NO_STATE": ""}
    terminal = Terminal(f"'{sys.executable}' -m rnntui; echo over", **state)
    terminal.until("TOUR 1 of 5")
    drawn = terminal.raw.decode(errors="replace")
    assert drawn.index("EQUATIONS") < drawn.index("TOUR 1 of 5"), "the first frame comes first"
    terminal.child.send("\x1b")
    terminal.until("[3] ")
    terminal.child.send("G")
    terminal.until("✓ output", seconds=120)
    shown = "\n".join(terminal.screen.display)
    assert "TOUR" not in shown
    row = re.search(r"longitude +(.*?)│", shown)[1].split()
    y, keras, apart, ulp = (float(cell) for cell in row[:4])
    output = answers.outputs(0)[-1, LONGITUDE]
    assert (y, keras) == pytest.approx((output, output), abs=6e-5)
    assert abs(apart) < 1e-5
    assert ulp < 200
    terminal.child.send("q")
    terminal.until("over")
    terminal.child.close()
    again = Terminal(f"'{sys.executable}' -m rnntui; echo over", **state)
    again.until("▶ xW")
    again.child.send("n")
    again.until("t 1/19")
    assert "TOUR" not in "\n".join(again.screen.display)
    again.child.send("q")
    again.until("over")
    again.child.close()
