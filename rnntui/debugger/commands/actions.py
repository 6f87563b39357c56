"""All that one can do with a key, in one list: keys, the palette and the help are drawn from it.

Each action is a command of `rnntui.debugger.commands` too: a key press runs the command's line, so
that what is done on the screen is written down as a script that does it again.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Action:
    """One thing to do.

    id: its name in code and keymaps; keys: by Textual's names, the first is the one that is shown
    shown: the key as a reader knows it; title: a few words; help: a sentence
    group: the heading it stands under in the help
    command: the line that does the same; counted: with a count typed before it, at the "{}";
        "" where a count means nothing
    hint: its words in the line at the foot of the screen, "" for none
    """

    id: str
    keys: tuple[str, ...]
    shown: str
    title: str
    help: str
    group: str
    command: str
    counted: str = ""
    hint: str = ""

    def line(self, count: int | None) -> str:
        """What a key press says, as a command."""
        if count is None or not self.counted:
            return self.command
        return self.counted.format(count)


STEPPING, STOPS, PLACES = "Stepping", "Breakpoints and commands", "Going to"
SCREEN, SAMPLES = "The screen", "Samples and models"

ACTIONS: tuple[Action, ...] = (
    Action(
        "next", ("n",), "n", "Next timestep",
        "Next timestep, at the same equation; 5n goes five.",
        STEPPING, "next", "next {}", "next",
    ),
    Action(
        "reverse_next", ("N",), "N", "Previous timestep",
        "Go to the timestep before: shift is always backwards.",
        STEPPING, "reverse-next", "reverse-next {}",
    ),
    Action(
        "step", ("s",), "s", "Next equation",
        "Next equation: of this layer, the next one, the next timestep.",
        STEPPING, "step", "step {}", "step",
    ),
    Action(
        "reverse_step", ("S",), "S", "Previous equation",
        "Go back by one equation.",
        STEPPING, "reverse-step", "reverse-step {}",
    ),
    Action(
        "continue", ("c",), "c", "Continue",
        "Go on to the next breakpoint; without one, to the end.",
        STEPPING, "continue", "continue {}", "continue",
    ),
    Action(
        "reverse_continue", ("C",), "C", "Continue backwards",
        "Go back to the breakpoint before; without one, to the start.",
        STEPPING, "reverse-continue", "reverse-continue {}",
    ),
    Action(
        "finish", ("f",), "f", "Finish the layer",
        "Go to the last equation of this layer; from there, the next's.",
        STEPPING, "finish", "finish {}",
    ),
    Action(
        "reverse_finish", ("F",), "F", "Back to the layer's start",
        "Go to the first equation of this layer, or the one before.",
        STEPPING, "reverse-finish", "reverse-finish {}",
    ),
    Action(
        "until", ("a",), "a", "Advance until…",
        "Go on until a condition holds, whatever the breakpoints.",
        STEPPING, "until",
    ),
    Action(
        "play", ("space",), "space", "Play or pause",
        "Go on by itself, up to a breakpoint; 10 space: ten a second.",
        STEPPING, "play", "play {}",
    ),
    Action(
        "faster", ("plus", "equals_sign"), "+", "Play faster",
        "Twice as many timesteps a second.",
        STEPPING, "faster",
    ),
    Action(
        "slower", ("minus",), "-", "Play slower",
        "Half as many.",
        STEPPING, "slower",
    ),
    Action(
        "break", ("b",), "b", "Breakpoint…",
        "b, enter: at this equation, or away; or type a condition. 2b: on or off.",
        STOPS, "break", hint="break",
    ),
    Action(
        "watch", ("w",), "w", "Watch…",
        "Show an expression at every stop, and over t; 2w deletes watch 2.",
        STOPS, "watch", "unwatch {}", "watch",
    ),
    Action(
        "command", ("colon",), ":", "Command line",
        "Type commands: tab completes, ↑ brings back, :help lists all.",
        STOPS, "command", hint="command",
    ),
    Action(
        "find", ("slash",), "/", "Find…",
        "Go where an expression first holds: over samples, layers, t.",
        STOPS, "find",
    ),
    Action(
        "first", ("g",), "g", "First timestep",
        "Go to t=0; 42g goes to t=42.",
        PLACES, "goto first", "goto {}",
    ),
    Action(
        "last", ("G",), "G", "Last timestep, or timestep N",
        "Go to the last timestep; 42G goes to t=42.",
        PLACES, "goto last", "goto {}",
    ),
    Action(
        "layer_below", ("d",), "d", "Next layer",
        "Go down to the next layer's first equation.",
        PLACES, "down", "down {}",
    ),
    Action(
        "layer_above", ("u",), "u", "Previous layer",
        "Go up to the previous layer's first equation.",
        PLACES, "up", "up {}",
    ),
    Action(
        "next_unit", ("right", "l"), "→ l", "Next output unit",
        "Write out the next unit of the equation, term by term.",
        PLACES, "unit next", "unit next {}",
    ),
    Action(
        "previous_unit", ("left", "h"), "← h", "Previous output unit",
        "Write out the unit before.",
        PLACES, "unit previous", "unit previous {}",
    ),
    Action(
        "next_output", ("O",), "O", "Next output of the model",
        "Predict another output, where the model has several.",
        PLACES, "output next",
    ),
    Action(
        "precision", ("e",), "e", "More or fewer digits",
        "Show numbers with 4 digits, 8, all that there are, or 2.",
        SCREEN, "precision",
    ),
    Action(
        "vectors", ("x",), "x", "Open or close long vectors",
        "Write long vectors out among the variables, or tell of them in short.",
        SCREEN, "vectors",
    ),
    Action(
        "next_pane", ("tab",), "tab", "Next pane",
        "Move to the next pane; where panes take turns this brings it up.",
        SCREEN, "pane next", hint="pane",
    ),
    Action(
        "previous_pane", ("shift+tab",), "shift+tab", "Previous pane",
        "Move to the pane before.",
        SCREEN, "pane previous",
    ),
    Action(
        "zoom", ("z",), "z", "Zoom",
        "Give the pane all of the screen, or put it back.",
        SCREEN, "zoom",
    ),
    Action(
        "layout", ("L",), "L", "Next layout",
        "Arrange the panes otherwise: narrow, wide, large, focus, presenter.",
        SCREEN, "layout next",
    ),
    Action(
        "hide", ("H",), "H", "Hide the pane",
        "Hide the pane that tab chose; others take its room.",
        SCREEN, "hide",
    ),
    Action(
        "unhide", ("Z",), "Z", "Show hidden panes",
        "Show all hidden panes again.",
        SCREEN, "unhide",
    ),
    Action(
        "swap_next", ("right_curly_bracket",), "}", "Move the pane on",
        "Let the pane change places with the next one.",
        SCREEN, "swap next",
    ),
    Action(
        "swap_previous", ("left_curly_bracket",), "{", "Move the pane back",
        "Let the pane change places with the one before.",
        SCREEN, "swap previous",
    ),
    Action(
        "theme", ("i",), "i", "Theme…",
        "Choose the colours of the screen; numbers keep theirs.",
        SCREEN, "theme",
    ),
    Action(
        "timeline_out", ("less_than_sign",), "<", "More timesteps a column",
        "Zoom the timeline out: each column keeps its least and largest.",
        SCREEN, "timeline out", "timeline out {}",
    ),
    Action(
        "timeline_in", ("greater_than_sign",), ">", "Fewer timesteps a column",
        "Zoom the timeline in, down to a number for each timestep.",
        SCREEN, "timeline in", "timeline in {}",
    ),
    Action(
        "timeline_next", ("v",), "v", "Next variable over time",
        "Show another variable in the timeline: states, gates, inputs.",
        SCREEN, "timeline next", "timeline next {}",
    ),
    Action(
        "timeline_previous", ("V",), "V", "Previous variable over time",
        "Show the variable before.",
        SCREEN, "timeline previous", "timeline previous {}",
    ),
    Action(
        "export", ("Y",), "Y", "Save…",
        "Save this frame as .md, .tex, .txt, its values, or the screen as .svg.",
        SCREEN, "export",
    ),
    Action(
        "copy", ("y",), "y", "Copy",
        "Copy this frame as text to the clipboard, if the terminal allows it.",
        SCREEN, "copy",
    ),
    Action(
        "help", ("question_mark",), "?", "Help on the pane",
        "What the pane shows and how it is computed here; again: all keys.",
        SCREEN, "help", hint="help",
    ),
    Action(
        "keys", ("f1",), "F1", "All keys and commands",
        "Show all keys, signs and commands.",
        SCREEN, "help keys",
    ),
    Action(
        "tour", ("T",), "T", "Tour",
        "Five steps through the screen, by doing; esc ends it.",
        SCREEN, "tour",
    ),
    Action(
        "palette", ("ctrl+p",), "ctrl+p", "Command palette",
        "Search all actions by name.",
        SCREEN, "palette",
    ),
    Action(
        "suspend", ("ctrl+z",), "ctrl+z", "Suspend",
        "Put the debugger to sleep; the shell's fg brings it back.",
        SCREEN, "suspend",
    ),
    Action("quit", ("q",), "q", "Quit", "Leave the debugger.", SCREEN, "quit", hint="quit"),
    Action(
        "next_sample", ("right_square_bracket",), "]", "Next sample",
        "Open the next sample at the same timestep.",
        SAMPLES, "sample next", "sample next {}",
    ),
    Action(
        "previous_sample", ("left_square_bracket",), "[", "Previous sample",
        "Open the sample before.",
        SAMPLES, "sample previous", "sample previous {}", "] sample",
    ),
    Action(
        "pick_sample", ("o", "p"), "o", "Samples…",
        "All samples by error, saturation, output; filter, worst first, open.",
        SAMPLES, "pick", hint="open",
    ),
    Action(
        "model", ("m",), "m", "The model…",
        "Where one is, and all layers: shapes, parameters, weights; enter goes.",
        SAMPLES, "model",
    ),
    Action(
        "train", ("t",), "t", "Train a model…",
        "Train a new model on this data, then step through it.",
        SAMPLES, "train",
    ),
)  # fmt: skip

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}
