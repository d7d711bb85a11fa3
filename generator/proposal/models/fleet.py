"""The model of machines that are bought as the load needs them, and of what is paid for each of them or once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from generator.figures.figure import Figure
from generator.proposal.context import Facts
from generator.proposal.fields import Quantity, one_of
from generator.proposal.models.alternative import Improvable
from generator.proposal.models.copies import bring_memory, copies_faults
from generator.proposal.nodes import MappingNode, Scalar, SequenceNode
from generator.proposal.problems import Problem
from generator.wording.saying import said

UNIT, ONCE = "unit", "once"
Per = Annotated[Literal["unit", "once"], one_of(UNIT, ONCE)]
# What is needed for each machine unless a line says otherwise.
OF_EACH_UNIT = ("power", "hosting")
# What says of itself when or how much, so that no machine can.
OF_NO_UNIT = ("deployment", "network")
ELSEWHEN = ("from", "until", "ramp", "by_year")
# So many months before it serves a machine may stand there.
MOST_AHEAD = 11


class Growing(Improvable):
    """Machines whose number may follow the load.

    units: `auto` where they do. headroom: what stays free of them in the busiest hour. lead: how many months before it
    serves each stands there, to be set up. optimisations: `false` where the cache does not serve it. go_live: the month
    from which it serves; without one, `horizon.go_live`. rejected_because: why it is not chosen.
    """

    units: Annotated[Literal["auto"], one_of("auto")] | None = None
    headroom: Annotated[Figure, Quantity("ratio", minimum=0, maximum=0.9)] | None = None
    lead: Annotated[Figure, Quantity("month", minimum=0, maximum=MOST_AHEAD, whole=True)] | None = (
        None
    )

    @classmethod
    def expand(cls, values: dict[str, Any], node: MappingNode, facts: Facts) -> None:
        """Where a backup follows the cards, each of them brings its memory."""
        bring_memory(values, facts)

    @classmethod
    def faults(cls, values: dict[str, Any], node: MappingNode) -> Iterator[Problem]:
        """Something says how much a backup keeps."""
        yield from copies_faults(values)


def is_for_each(per: str | None, *, by_itself: bool) -> bool:
    """Whether a line is paid for each machine. by_itself: where it says nothing of that."""
    return by_itself if per is None else per == UNIT


def fleet_faults(option: MappingNode, *, has_workload: bool) -> Iterator[Problem]:
    """What is wrong with an option whose machines follow the load, or with what only such an option can say."""
    yield from _trends_of_nothing(option)
    if "units" not in option:
        yield from _without_a_fleet(option)
        return
    mark = option.key_marks.get("units", option.mark)
    serving, count = option.get("serving"), "count" if _is_rented(option) else "units"
    if serving is None:
        message = said("nothing says how much a machine serves, so none can be bought as needed")
        yield Problem("E012", mark, message, said("add serving: {{model: …, gpu: …}}"))
    stated = option if _is_rented(option) else serving
    if isinstance(stated, MappingNode) and count in stated:
        message = said("the number of machines is stated, and follows the load as well")
        fix = said("delete it, or delete units: auto")
        yield Problem("E021", stated.key_marks.get(count, stated.mark), message, fix)
    if not has_workload:
        message = said("machines follow the load, and no workload is given")
        yield Problem("E012", mark, message, said("add workload: {{monthly_requests: …}}"))
    lines = _lines(option, "opex")
    if _is_rented(option):
        yield from _bought_for_rented(option)
    else:
        lines = [*_lines(option, "capex"), *lines]
    if not _is_rented(option) and not any(_is_for_each(line) for line in lines):
        message = said("no line is paid for each machine, so that more of them cost nothing")
        yield Problem("E012", mark, message, said("add per: unit to the lines of a machine"))
    for line in lines:
        if _is_for_each(line):
            yield from _of_a_unit(line)


def _without_a_fleet(option: MappingNode) -> Iterator[Problem]:
    fix = said("add units: auto to the option, whose machines then follow the load, or remove it")
    messages = {
        "headroom": said("headroom says how many machines there are, but their number is fixed"),
        "lead": said("lead says when machines come, but their number is fixed"),
    }
    for name, message in messages.items():
        if name in option:
            yield Problem("E021", option.key_marks.get(name, option.mark), message, fix)
    for line in (*_lines(option, "capex"), *_lines(option, "opex")):
        if "per" in line:
            mark = line.key_marks.get("per", line.mark)
            message = said("per says what each machine costs, but their number is fixed")
            yield Problem("E021", mark, message, fix)


def _trends_of_nothing(option: MappingNode) -> Iterator[Problem]:
    """A price trend moves what is bought later: again, or as the load grows."""
    for line in _lines(option, "capex"):
        grows = "units" in option and not _is_rented(option)
        again = "replace" in line or (grows and _is_for_each(line))
        if "price_trend" in line and not again:
            mark = line.key_marks.get("price_trend", line.mark)
            message = said("a price trend moves later purchases, and there are none")
            fix = said("add replace: {{after_years: …}}, or remove price_trend")
            yield Problem("E021", mark, message, fix)


def _bought_for_rented(option: MappingNode) -> Iterator[Problem]:
    """What is bought stays, while rented machines come and go."""
    for line in _lines(option, "capex"):
        if line.get("per") == UNIT:
            mark = line.key_marks.get("per", line.mark)
            message = said("rented machines come and go, and what is bought stays")
            yield Problem("E021", mark, message, said("write per: once, or state quantity: …"))


def _is_rented(option: MappingNode) -> bool:
    return option.get("kind") == "rented_gpu"


def _of_a_unit(line: MappingNode) -> Iterator[Problem]:
    """The machines alone say when it is paid and how often."""
    faults = [
        *(
            (name, said("cannot be for each machine"), said("write per: once"))
            for name in OF_NO_UNIT
        ),
        *(
            (name, said("cannot be said here: the line runs while its unit does"), _fix(name))
            for name in ELSEWHEN
        ),
        (
            "month",
            said("cannot be said here: a unit is bought when the load needs it"),
            _fix("month"),
        ),
        (
            "resale",
            said("is one amount for machines of several prices"),
            said("write resale_share: …"),
        ),
    ]
    for name, message, fix in faults:
        if name in line:
            mark = line.key_marks.get(name, line.mark)
            yield Problem("E021", mark, said("{name} {message}", name=name, message=message), fix)


def _fix(name: str) -> str:
    return said("remove {name}; if the line is not for each unit, write per: once", name=name)


def _lines(option: MappingNode, name: str) -> list[MappingNode]:
    found = option.get(name)
    items = found if isinstance(found, SequenceNode) else []
    return [item for item in items if isinstance(item, MappingNode)]


def _is_for_each(line: MappingNode) -> bool:
    per, is_hardware = line.get("per"), "hardware" in line or line.get("kind") == "hardware"
    by_itself = is_hardware or any(name in line for name in OF_EACH_UNIT)
    return is_for_each(per if isinstance(per, Scalar) else None, by_itself=by_itself)
