"""The client against stand-ins that fail in every way a process can. TensorFlow is not needed."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from rnntui.errors import (
    DataError,
    OutputPathError,
    ReferenceCrashedError,
    ReferenceMissingError,
    ReferenceProcessError,
    ReferenceRefusedError,
    ReferenceStartError,
    ReferenceTimeoutError,
)
from rnntui.reference.keras.client import KerasProcess
from rnntui.reference.training import TrainSettings

X = np.zeros((10, 5, 2))
Y = np.ones((10, 3))


def failure(call, kind):
    """The message of the exception, which must be of exactly this kind, and one line."""
    with pytest.raises(ReferenceProcessError) as caught:
        call()
    assert type(caught.value) is kind
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_client_is_light():
    code = (
        "import sys, rnntui.reference.keras.client as client;"
        "client.KerasProcess.start(command=['true']).close();"
        "heavy = {'tensorflow', 'keras', 'h5py', 'multiprocessing', 'polars'};"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_answers(fake):
    keras = fake("answers")
    assert keras.version().number == "3.0.0"
    assert keras.load(Path("m.keras")).label == "keras 3.0.0, loaded"
    np.testing.assert_array_equal(keras.compute({"x": X}).outputs["x"], X)


def test_nothing_that_is_printed_reaches_the_pipe_or_the_screen(fake, capfd):
    keras = fake("noisy")
    array = np.random.default_rng(0).standard_normal((200, 50, 4))
    for _ in range(50):
        np.testing.assert_array_equal(keras.compute({"x": array}).outputs["x"], array)
    log = keras.log.read_text()
    assert all(f"noise {source}" in log for source in ("on 1", "on 2", "from print"))
    keras.close()
    assert capfd.readouterr() == ("", "")


def test_a_temporary_log_goes_when_all_went_well(fake, tmp_path):
    keras = fake("answers")
    keras.version()
    assert keras.log.exists()
    keras.close()
    assert not keras.log.exists()
    log = tmp_path / "log"
    command = [sys.executable, str(Path(__file__).parent / "fakes.py"), "answers"]
    with KerasProcess.start(log, command=command) as keras:
        keras.version()
    assert log.exists()


def test_no_such_program():
    with pytest.raises(ReferenceStartError, match="Keras did not start"):
        KerasProcess.start(command=["/no/such/program"])


def test_no_place_for_the_log(tmp_path):
    with pytest.raises(ReferenceStartError, match="no log"):
        KerasProcess.start(tmp_path / "missing" / "log")


def test_tensorflow_is_not_installed(fake):
    message = failure(fake("without_tensorflow").version, ReferenceMissingError)
    assert "is not installed; run: pip install tensorflow" in message


def test_importing_keras_fails(fake):
    message = failure(fake("broken_keras").version, ReferenceStartError)
    assert message == "Keras did not start: ImportError: DLL load failed."


def test_it_dies_before_it_is_up(fake):
    keras = fake("dies")
    message = failure(keras.version, ReferenceStartError)
    assert message.startswith(
        "Keras did not start: exit code 1, RuntimeError: libhorror.so: cannot open shared object"
    )
    assert str(keras.log) in message
    assert keras.log.exists()
    assert failure(lambda: keras.load(Path("m")), ReferenceStartError) == message


def test_it_ends_without_a_word(fake):
    assert "exit code 7; log:" in failure(fake("closes_quietly").version, ReferenceStartError)


def test_it_does_not_come_up_in_time(fake):
    keras = fake("silent", start_timeout=0.2)
    message = failure(keras.version, ReferenceTimeoutError)
    assert message.startswith("Keras did not start within 0.2 s, and was stopped; log: ")
    failure(keras.version, ReferenceTimeoutError)


def test_it_does_not_answer_in_time(fake):
    keras = fake("answers", answer_timeout=0.3)
    keras.version()
    message = failure(lambda: keras.load(Path("slow")), ReferenceTimeoutError)
    assert "did not answer within 0.3 s" in message


@pytest.mark.parametrize("name", ["garbles", "truncates"])
def test_what_it_says_is_no_message(fake, name):
    message = failure(fake(name).version, ReferenceCrashedError)
    assert "sent an invalid answer" in message


@pytest.mark.posix("Windows ends a process without a signal")
def test_it_crashes_at_work(fake):
    keras = fake("answers")
    message = failure(lambda: keras.load(Path("crash.keras")), ReferenceCrashedError)
    assert message.startswith("Keras's process died: SIGABRT, Fatal: the roof fell in; log: ")
    failure(lambda: keras.compute({"x": X}), ReferenceCrashedError)


def test_keras_refuses_and_is_asked_again(fake):
    keras = fake("answers")
    message = failure(lambda: keras.load(Path("bad.keras")), ReferenceRefusedError)
    assert message == "bad.keras: Keras can't load it: This is no model."
    assert keras.load(Path("good.keras")).name == "fake"


@pytest.mark.parametrize(
    "inputs", [{}, {"x": X[:0]}, {"x": X, "z": X[:3]}, {"x": np.float32(1)}, {"x": X.astype(str)}]
)
def test_inputs_that_are_no_samples(fake, inputs):
    with pytest.raises(DataError, match="inputs: "):
        fake("answers").compute(inputs)


@pytest.mark.parametrize("busy", [False, True])
def test_closing_ends_a_call_that_waits(fake, busy):
    keras = fake("answers" if busy else "silent")
    if busy:
        keras.version()
    caught = []

    def call():
        try:
            keras.load(Path("slow"))
        except ReferenceProcessError as error:
            caught.append(str(error))

    thread = threading.Thread(target=call)
    thread.start()
    while not keras._call.locked():
        time.sleep(0.001)
    keras.close()
    thread.join()
    assert caught == ["Keras's process was closed"]
    assert failure(keras.version, ReferenceProcessError) == "Keras's process was closed"
    keras.close()
    assert not keras.log.exists()


def test_calls_from_several_threads_wait_for_each_other(fake):
    keras = fake("answers")
    results = {}

    def call(number):
        for _ in range(20):
            array = np.full((3, 2), number)
            results[number] = keras.compute({"x": array}).outputs["x"]

    threads = [threading.Thread(target=call, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all((results[number] == number).all() for number in range(4))


def test_a_training(fake, tmp_path):
    out = tmp_path / "m.keras"
    seen = []
    result = fake("answers").train(TrainSettings(epochs=5), X, Y, out, on_progress=seen.append)
    assert [progress.epoch for progress in seen] == [1, 2, 3, 4, 5]
    assert (result.ended, result.best_epoch, result.saved_epoch) == ("finished", 3, 5)
    assert result.path == out
    assert out.read_text() == "a model"
    assert result.errors.tolist() == [0, 0, 0]
    assert result.summary == "trained for 5 epochs, loss 2"


def interrupt_at(epoch):
    def on_progress(progress):
        if progress.epoch == epoch:
            raise KeyboardInterrupt

    return {"on_progress": on_progress}


def stop_at(epoch):
    seen = []
    return {"on_progress": seen.append, "should_stop": lambda: len(seen) >= epoch}


@pytest.mark.parametrize("how", [interrupt_at, stop_at])
def test_a_training_that_is_stopped_keeps_the_best(fake, tmp_path, how):
    out = tmp_path / "m.keras"
    result = fake("answers").train(TrainSettings(epochs=1000, batch_size=7), X, Y, out, **how(6))
    assert result.cancelled
    assert (result.best_epoch, result.saved_epoch, result.path) == (3, 3, out)
    assert out.read_text() == "a model"
    assert f"cancelled in epoch {len(result.loss) + 1} of 1000; kept the best" in result.summary
    assert "of epoch 3 (loss 1)" in result.summary


def test_a_training_stopped_before_an_epoch_is_done_leaves_nothing(fake, tmp_path):
    out = tmp_path / "m.keras"
    out.write_text("what was there")
    asked = fake("answers")
    result = asked.train(TrainSettings(batch_size=1), X, Y, out, should_stop=lambda: True)
    assert result.cancelled
    assert (result.path, result.best_epoch, result.predictions, result.errors) == (None,) * 4
    assert "nothing was written" in result.summary
    assert out.read_text() == "what was there"
    assert list(tmp_path.iterdir()) == [out]
    # A later training is not stopped by the same wish.
    assert asked.train(TrainSettings(epochs=2), X, Y, out).ended == "finished"


def test_a_second_interrupt_gives_up(fake, tmp_path):
    keras = fake("answers")

    def on_progress(progress):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keras.train(
            TrainSettings(epochs=1000, units=99, batch_size=7),
            X,
            Y,
            tmp_path / "m.keras",
            on_progress=on_progress,
        )
    assert list(tmp_path.iterdir()) == []
    failure(keras.version, ReferenceCrashedError)


def test_a_model_that_can_not_be_written(fake, tmp_path):
    keras = fake("answers")
    out = tmp_path / "refuse.keras"
    out.write_text("what was there")
    with pytest.raises(OutputPathError, match=r"refuse\.keras: can't be written \(No space left"):
        keras.train(TrainSettings(epochs=1), X, Y, out)
    assert out.read_text() == "what was there"
    assert list(tmp_path.iterdir()) == [out]
    assert keras.load(Path("m.keras")).name == "fake"
