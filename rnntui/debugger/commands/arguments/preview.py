"""Preview of a breakpoint: where it would stop, before it is set."""

from __future__ import annotations

from collections.abc import Iterator

from rnntui.debugger.breakpoints.breakpoints import Site, shared
from rnntui.debugger.commands.command import Check
from rnntui.debugger.expressions.evaluate import holds_over
from rnntui.debugger.session.session import Session

# Timesteps per block; the screen handles keys between blocks.
BLOCK = 1024


def previews(session: Session, sites: tuple[Site, ...]) -> Iterator[Check]:
    """Where a breakpoint would stop in this sample: "stops at 7 of 200 timesteps, first t=31"."""
    conditions = [site for site in sites if site.condition is not None]
    if not conditions:
        yield Check(_place(session, sites[0]))
        return
    if any(site.condition is not None and "keras" in site.condition.text for site in conditions):
        yield Check("will start Keras")
        return
    timesteps = max(session.positions.timesteps[site.line.stage] for site in conditions)
    times: set[int] = set()
    scopes = shared(session.site_scope)
    for start in range(0, timesteps, BLOCK):
        for site in conditions:
            steps = session.positions.timesteps[site.line.stage]
            stop = min(start + BLOCK, steps)
            if site.condition is None or start >= stop:
                continue
            scope = scopes(site)
            found = start + holds_over(site.condition, scope, start, stop).nonzero()[0]
            times.update(t for t in found.tolist() if site.t in (None, t))
        seen = min(start + BLOCK, timesteps)
        yield Check(_summary(times, seen, timesteps))


def _summary(times: set[int], seen: int, timesteps: int) -> str:
    of = f"{timesteps} timesteps" if seen == timesteps else f"the first {seen} timesteps"
    if not times:
        where = "this sample's " if seen == timesteps else ""
        return f"never stops in {where}{of}"
    return f"stops at {len(times)} of {of}, first t={min(times)}"


def _place(session: Session, site: Site) -> str:
    node = session.schedule.node(site.line)
    when = "every timestep" if site.t is None else f"t={site.t}"
    return f"stops at equation {site.line.equation} of {node.label}, {when}"
