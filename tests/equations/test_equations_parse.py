from __future__ import annotations

import numpy as np
import pytest

from rnntui.equations.expressions import Name, Number, Operation, names_in, terms_of
from rnntui.equations.parse import parse
from rnntui.equations.program import Program
from rnntui.errors import EquationError

CELL = """
    xW  = x_t @ W

    z   = xW + h_prev @ U + b
    a, c = split(z, 2)
    h_t = act(a) * (1 - c)
"""
GIVEN = ("x_t", "h_prev", "W", "U", "b")


def test_a_text_is_read_as_written() -> None:
    equations = parse(CELL, given=GIVEN, functions=("act",))
    assert [line.text for line in equations.lines] == [
        "xW  = x_t @ W",
        "z   = xW + h_prev @ U + b",
        "a, c = split(z, 2)",
        "h_t = act(a) * (1 - c)",
    ]
    assert equations.variables == ("xW", "z", "a", "c", "h_t")
    assert [line.reads for line in equations.lines] == [
        ("x_t", "W"),
        ("xW", "h_prev", "U", "b"),
        ("z",),
        ("a", "c"),
    ]


def test_a_sum_has_its_terms_in_order() -> None:
    line = parse("z = a + b @ c + d", given="abcd").lines[0]
    terms = terms_of(line.expression, "+")
    assert terms == (Name("a"), Operation("@", (Name("b"), Name("c"))), Name("d"))
    assert list(names_in(line.expression)) == ["a", "b", "c", "d"]
    assert terms_of(Name("a"), "+") == (Name("a"),)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "no equations"),
        ("z = ", "line 1"),
        ("z = a\ny = = a", "line 2"),
        ("z", "write 'name = expression'"),
        ("z = y = a", "write 'name = expression'"),
        ("z += a", "write 'name = expression'"),
        ("z[0] = a", "must be names"),
        ("z = b", "'b' is read before"),
        ("z = z", "'z' is read before"),
        ("a = a", "'a' has a value already"),
        ("z = a\nz = a", "'z' has a value already"),
        ("z = a / a", "'a / a' is not one of"),
        ("z = -a", "'-a' is not one of"),
        ("z = a.T", "'a.T' is not one of"),
        ("z = a[0]", "is not one of"),
        ("z = 'a'", "is not one of"),
        ("z = True", "is not one of"),
        ("z = [a for a in a]", "is not one of"),
        ("z = exp(a)", "'exp(a)' is not one of"),
        ("z = act(a, a)", "is not one of"),
        ("z = act(x=a)", "is not one of"),
        ("z = __import__('os')", "is not one of"),
        ("x, y = a", "2 names for 1 values"),
        ("x, y = split(a, 3)", "2 names for 3 values"),
        ("x = split(a, n)", "is not one of"),
    ],
)
def test_what_is_not_an_equation_is_refused_with_its_place(text: str, part: str) -> None:
    with pytest.raises(EquationError) as caught:
        parse(text, given=("a",), functions=("act",))
    assert part in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_refusal_names_line_column_and_what_is_allowed() -> None:
    with pytest.raises(EquationError) as caught:
        parse("y = a\nz = a + (y - a / a)", given=("a",), functions=("act",))
    assert str(caught.value) == (
        "line 2, 'z = a + (y - a / a)', column 14: "
        "'a / a' is not one of the operations @ + - * split act where"
    )
    with pytest.raises(EquationError, match=r"^no equations"):
        parse(" \n")


class TestProgram:
    @pytest.fixture
    def program(self) -> Program:
        generator = np.random.default_rng(0)
        shapes = {"W": (3, 8), "U": (4, 8), "b": (8,)}
        weights = {k: generator.standard_normal(v).astype(np.float32) for k, v in shapes.items()}
        return Program(parse(CELL, given=GIVEN, functions=("act",)), weights, {"act": np.tanh})

    def test_every_named_value(self, program: Program) -> None:
        x, h = np.ones(3, np.float32), np.full(4, 0.5, np.float32)
        values = program.at(x_t=x, h_prev=h)
        assert list(values) == ["x_t", "h_prev", "xW", "z", "a", "c", "h_t"]
        z = x @ program.weights["W"] + h @ program.weights["U"] + program.weights["b"]
        np.testing.assert_allclose(values["z"], z, rtol=1e-6)
        np.testing.assert_array_equal(values["a"], values["z"][:4])
        np.testing.assert_array_equal(values["c"], values["z"][4:])
        np.testing.assert_array_equal(values["h_t"], np.tanh(values["a"]) * (1 - values["c"]))
        assert {value.dtype for value in values.values()} == {np.dtype("float32")}

    def test_a_scan_is_one_timestep_after_another_bit_for_bit(self, program: Program) -> None:
        x = np.random.default_rng(1).standard_normal((9, 3)).astype(np.float32)
        initial = np.zeros(4, np.float32)
        kept: list[np.ndarray] = []
        last = program.scan(
            {"x_t": x},
            [("h_prev", "h_t")],
            [initial],
            keep=lambda t, states: kept.append(states[0]),
        )
        h = initial
        for t in range(9):
            h = program.at(x_t=x[t], h_prev=h)["h_t"]
            assert h.tobytes() == kept[t].tobytes()
        assert last[0].tobytes() == h.tobytes()
        half: list[int] = []
        again = program.scan(
            {"x_t": x}, [("h_prev", "h_t")], [kept[3]], keep=lambda t, _: half.append(t), start=4
        )
        assert half == [4, 5, 6, 7, 8]
        assert again[0].tobytes() == last[0].tobytes()

    def test_a_term_of_an_equation(self, program: Program) -> None:
        values = program.at(x_t=np.ones(3, np.float32), h_prev=np.ones(4, np.float32))
        line = program.equations.lines[1]
        terms = [program.evaluate(term, values) for term in terms_of(line.expression, "+")]
        np.testing.assert_array_equal(terms[0] + terms[1] + terms[2], values["z"])
        last = program.equations.lines[3].expression
        np.testing.assert_array_equal(program.evaluate(last, values), values["h_t"])

    def test_numbers_and_splits_along_another_axis(self) -> None:
        equations = parse("a, c = split(x, 2)\ny = 2 * a + c * 0.5", given=("x",))
        program = Program(equations, {}, {}, split_axis=0)
        x = np.arange(12.0).reshape(4, 3)
        values = program.at(x=x)
        np.testing.assert_array_equal(values["y"], 2 * x[:2] + x[2:] * 0.5)
        for term in terms_of(equations.lines[1].expression, "+"):
            assert isinstance(term, Operation)
            for operand in term.operands:
                if isinstance(operand, Number):
                    assert program.evaluate(operand, values) == operand.value

    def test_what_is_bound_must_fit_the_equations(self) -> None:
        for names in ({"functions": ("act",)}, {"products": ("conv",)}):
            with pytest.raises(AssertionError, match="unbound"):
                Program(parse("y = x + x", given=("x",), **names), {}, {})
        program = Program(parse("y = x + h", given=("x", "h")), {}, {})
        with pytest.raises(ValueError, match="shorter"):
            program.scan({"x": np.ones((2, 1))}, [("h", "y")], [], keep=lambda *_: None)
