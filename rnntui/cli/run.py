"""`rnntui run MODEL`: the debugger without a screen, driven by -x or a script."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rnntui.cli.options import (
    Config,
    CustomObjects,
    Data,
    Model,
    Pad,
    PadSide,
    Random,
    Sample,
    Seed,
)
from rnntui.data.sequences.padding import Padding, Side

if TYPE_CHECKING:
    from rnntui.debugger.commands.console import Answer, Console
    from rnntui.debugger.frame.frame import Frame
    from rnntui.debugger.session.session import Session
    from rnntui.reference.protocol import Reference

Execute = Annotated[
    list[str] | None,
    typer.Option("-x", "--execute", metavar="COMMAND", help="Run a command; may be repeated."),
]
Script = Annotated[
    Path | None,
    typer.Option("--script", metavar="FILE", help="Run a file of commands, before those of -x."),
]
Lines = Annotated[
    bool, typer.Option("--json", help="Print one JSON object per command, and nothing else.")
]
Time = Annotated[int, typer.Option("--time", metavar="T", help="The timestep, from 0.")]


def run(
    model: Model,
    data: Data = None,
    pad: Pad = None,
    pad_side: PadSide = Side.POST,
    random: Random = None,
    seed: Seed = 0,
    sample: Sample = 0,
    time: Time = 0,
    execute: Execute = None,
    script: Script = None,
    config: Config = None,
    custom_objects: CustomObjects = None,
    json: Lines = False,
) -> None:
    """Step through a model without a screen: commands from -x and --script, answers on stdout.

    Exits 1 when an assert is false, 2 on a command that can't be run; both end the run.
    """
    from rnntui.cli.loading import check_sample, load_data, load_graph
    from rnntui.debugger.commands.console import Console
    from rnntui.debugger.commands.files import read_script
    from rnntui.debugger.session.session import Session
    from rnntui.display.help.pane_help import pane_help_text
    from rnntui.errors import InputError
    from rnntui.reference.opaque_layers import completed_graph

    if script is None and not execute:
        raise InputError("run: nothing to do; give -x COMMAND or --script FILE (-x help lists all)")
    lines: list[tuple[str, str]] = []
    if script is not None:
        numbered = enumerate(read_script(script), start=1)
        lines += [(line, f"{script}, line {number}") for number, line in numbered]
    lines += [(line, f"-x {number}") for number, line in enumerate(execute or (), start=1)]
    graph = load_graph(model, config)
    dataset = load_data(graph, data, random, seed, Padding(pad, pad_side))
    check_sample(sample, dataset)
    with completed_graph(graph, custom_objects) as whole:
        session = Session(whole.graph, dataset, whole.opaque(dataset), sample, time)
        with closing(_ReferenceFetcher(session, custom_objects)) as reference:
            session.fetch_reference = reference.fetch
            console = Console(session, pane_help=pane_help_text, written=_written)
            code = _commanded(console, lines, json)
    if code:
        raise typer.Exit(code)


def _commanded(console: Console, lines: list[tuple[str, str]], json: bool) -> int:
    """Run the lines until one fails or ends the session; returns the exit code."""
    for line, place in lines:
        for answer in console.run(line, place):
            _say(answer, json)
            if answer.error is not None:
                return 2
            if not answer.outcome.holds:
                return 1
        if console.ended:
            break
    return 0


def _written(frame: Frame, ending: str) -> str:
    """The frame as a document, for `export`."""
    from rnntui.display.saved.document import document

    return document(frame, ending)


def _say(answer: Answer, json: bool) -> None:
    if json:
        import msgspec

        typer.echo(msgspec.json.encode(answer.as_json()).decode())
    elif answer.error is None and answer.outcome.text:
        typer.echo(answer.outcome.text)
    if answer.error is not None:
        place = f"{answer.place}: " if answer.place else ""
        typer.echo(f"rnntui: {place}{_named(answer.line, answer.error)}", err=True)


def _named(line: str, error: str) -> str:
    """An error with its line, and columns counted in that line."""
    import re

    if line in error:
        return error
    found = re.fullmatch(r"(.+?): column (\d+): (.*)", error)
    if found is None or found[1] not in line:
        return f"{line}: {error}"
    column = line.rindex(found[1]) + int(found[2])
    return f"{line}: column {column}: {found[3]}"


class _ReferenceFetcher:
    """Starts the reference when a command first needs its values."""

    def __init__(self, session: Session, custom_objects: Path | None) -> None:
        self._session = session
        self._custom_objects = custom_objects
        self._reference: Reference | None = None
        self._label = ""

    def fetch(self) -> None:
        """Add the reference's values for the session's sample. Raises ReferenceProcessError."""
        from rnntui.reference.factory import start_reference

        session = self._session
        if self._reference is None:
            self._reference = start_reference(self._custom_objects)
            self._label = self._reference.load_network(session.graph.network).label
        run = self._reference.compute(session.reference_inputs())
        session.reference.add_run(
            session.cursor.sample, run, self._label, session.graph.network.output_names
        )

    def close(self) -> None:
        """End the reference, if it was started."""
        if self._reference is not None:
            self._reference.close()
