"""Messages and frames: what is sent arrives, and what is not a message is not taken for one."""

from __future__ import annotations

import io
import math

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from rnntui.configs.activation_spec import ActivationSpec
from rnntui.network.network import Call, TensorRef
from rnntui.reference.keras.messages import messages
from rnntui.reference.keras.messages.arrays import Array, pack, unpack
from rnntui.reference.keras.process.framing import (
    FrameError,
    decode,
    encode,
    read_frame,
    write_frame,
)
from rnntui.reference.protocol import RecurrentInfo, TensorInfo
from rnntui.reference.training import TrainSettings

DECODERS = [msgspec.msgpack.Decoder(kind) for kind in (messages.Request, messages.Answer)]

dtypes = st.one_of(
    hnp.boolean_dtypes(),
    hnp.integer_dtypes(endianness="="),
    hnp.unsigned_integer_dtypes(endianness="="),
    hnp.floating_dtypes(endianness="=", sizes=(16, 32, 64)),
)
arrays = hnp.arrays(dtypes, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5))
names = st.text(max_size=8)
named = st.dictionaries(names, arrays.map(Array.of), max_size=3)
losses = st.floats(allow_nan=False)
settings = st.builds(TrainSettings, seed=st.integers(0, 2**32 - 1), learning_rate=losses)
infos = st.builds(TensorInfo, names, st.lists(st.none() | st.integers(0, 9)).map(tuple), names)
references = st.lists(st.builds(TensorRef, names, st.integers(0, 3)), max_size=2).map(tuple)
rebuilt_layers = st.builds(
    messages.RebuiltLayer,
    names,
    names,
    names,
    st.dictionaries(names, st.none() | st.booleans() | st.integers(0, 9) | names, max_size=2),
    st.dictionaries(names, st.builds(ActivationSpec, names, st.just({"x": 1.0})), max_size=2),
    st.just({}),
    st.just("float32"),
    st.lists(st.builds(Call, references), max_size=2).map(tuple),
    st.lists(arrays.map(Array.of), max_size=2).map(tuple),
)
wrapping_layers = st.builds(
    lambda layer, inner: msgspec.structs.replace(layer, wrapped={"layer": inner}),
    rebuilt_layers,
    rebuilt_layers,
)
requests = st.one_of(
    st.just(messages.Hello()),
    st.builds(messages.Load, names),
    st.builds(
        messages.Rebuild,
        names,
        st.lists(rebuilt_layers | wrapping_layers, max_size=2).map(tuple),
        references,
        references,
        references,
    ),
    st.builds(messages.SaveRebuilt, names),
    st.builds(messages.Compute, named),
    st.builds(
        messages.Train,
        settings,
        arrays.map(Array.of),
        arrays.map(Array.of),
        st.none() | st.tuples(arrays.map(Array.of), arrays.map(Array.of)),
    ),
    st.builds(messages.Save, names),
    st.just(messages.Cancel()),
)
answers = st.one_of(
    st.builds(messages.Welcome, names, names),
    st.builds(
        messages.Loaded,
        names,
        st.lists(infos, max_size=2).map(tuple),
        st.lists(infos, max_size=2).map(tuple),
        st.just((RecurrentInfo("lstm", "LSTM"),)),
    ),
    st.builds(messages.Computed, named, named),
    st.builds(messages.Progress, st.integers(1, 9), st.just(9), losses, st.none() | losses, losses),
    st.just(messages.Alive()),
    st.just(messages.Saved()),
    st.builds(messages.Failed, st.sampled_from(["missing", "start", "refused"]), names),
)


def frame(message: msgspec.Struct) -> bytes:
    stream = io.BytesIO()
    write_frame(stream, encode(message))
    return stream.getvalue()


@given(arrays)
def test_an_array_arrives_bit_for_bit(array):
    sent = msgspec.msgpack.decode(encode(Array.of(array)), type=Array).numpy()
    assert sent.dtype == array.dtype
    assert sent.shape == array.shape
    assert sent.tobytes() == array.tobytes()
    assert not sent.flags.writeable


def test_layout_and_byte_order_do_not_matter():
    array = np.arange(6, dtype=">f4").reshape(2, 3).T
    np.testing.assert_array_equal(Array.of(array).numpy(), array)
    assert unpack(pack({"x": array}))["x"].dtype == np.float32


@pytest.mark.parametrize("array", [np.array(["text"]), np.array([None]), np.array([1j])])
def test_only_numbers_travel(array):
    with pytest.raises(ValueError, match="can't be sent"):
        Array.of(array)


@pytest.mark.parametrize(
    "fields",
    [
        {"dtype": "float32", "shape": [2, 2], "data": bytes(15)},
        {"dtype": "float32", "shape": [-1], "data": b""},
        {"dtype": "float32", "shape": [-1, -1], "data": bytes(4)},
        {"dtype": "object", "shape": [1], "data": bytes(8)},
        {"dtype": "float32", "shape": [2**62, 4], "data": b""},
        {"dtype": "float32", "shape": "22", "data": b""},
    ],
)
def test_an_array_whose_sizes_disagree_is_not_decoded(fields):
    payload = msgspec.msgpack.encode({"type": "Compute", "inputs": {"x": fields}})
    with pytest.raises(FrameError):
        decode(payload, DECODERS[0])


@given(st.lists(requests, max_size=4), st.lists(answers, max_size=4))
def test_messages_arrive_in_order(asked, answered):
    for sent, decoder in ((asked, DECODERS[0]), (answered, DECODERS[1])):
        stream = io.BytesIO(b"".join(map(frame, sent)))
        received = []
        while (payload := read_frame(stream)) is not None:
            received.append(decode(payload, decoder))
        assert received == sent


def test_losses_that_are_no_numbers_arrive():
    sent = messages.Progress(1, 2, math.nan, math.inf, 0.5)
    received = decode(encode(sent), DECODERS[1])
    assert math.isnan(received.loss)
    assert received.val_loss == math.inf


@given(answers, st.data())
def test_a_frame_cut_short_is_noticed(message, data):
    whole = frame(message)
    cut = data.draw(st.integers(1, len(whole) - 1))
    with pytest.raises(FrameError):
        read_frame(io.BytesIO(whole[:cut]))


@given(st.binary(min_size=1))
def test_garbage_is_no_frame(garbage):
    if garbage.startswith(b"r"):
        garbage = b"R" + garbage
    with pytest.raises(FrameError, match="not a message"):
        read_frame(io.BytesIO(garbage))


@given(st.binary())
def test_garbage_in_a_frame_is_no_message(garbage):
    for decoder in DECODERS:
        with pytest.raises(FrameError, match="not a message"):
            decode(b"\xc1" + garbage, decoder)


def test_an_absurd_length_is_not_waited_for():
    with pytest.raises(FrameError, match="a message of"):
        read_frame(io.BytesIO(b"rnn1" + b"\xff" * 8))


def test_a_request_is_no_answer():
    with pytest.raises(FrameError):
        decode(encode(messages.Load("x")), DECODERS[1])
