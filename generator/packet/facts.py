"""The records of which a story consists: options, benefits and assumptions by name, with what is told of them."""

from __future__ import annotations

from dataclasses import dataclass

from generator.proposal.models.costs import OptionKind


@dataclass(frozen=True)
class Named:
    """An option by its id, as in the keys of its figures, and by the user's name."""

    id: str
    name: str


@dataclass(frozen=True)
class Sized:
    """How fast a unit is. estimated: its writing was not measured. measured: a benchmark tells it.

    binds: what takes more of its time, "reading" or "writing"; empty where it is not known how fast the unit reads.
    """

    estimated: bool
    measured: bool
    binds: str


@dataclass(frozen=True)
class Largest:
    """What costs most of all that is bought once, by the user's name."""

    name: str
    amount: str


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """Whether the chosen option is cheaper than its rival with the hidden costs of both; turns: and was not without."""

    cheaper: bool
    turns: bool


@dataclass(frozen=True)
class Chosen(Named):
    """The option that the money is asked for. by_file: whether the file chooses it; else the numbers do.

    sized: how its machines were sized, where more than a measured speed says it. follows_load: whether there are as
    many as needed. rents: whether those that are not are given back. lead: for how long they stand there before they
    serve, or empty. outgrows: whether what they serve by year is worth a table. waits: whether it goes live after the
    first month. fewest: which of the numbers of cards that were tried takes the fewest in all; None where none serves.
    largest: what costs most of all that is bought once, where that is worth saying.
    """

    kind: OptionKind
    by_file: bool
    sized: Sized | None
    follows_load: bool
    rents: bool
    lead: str
    outgrows: bool
    waits: bool
    fewest: str | None
    largest: Largest | None


@dataclass(frozen=True)
class Rival(Named):
    """The cheapest other option that serves the load. hidden: what hidden costs do to the order of the two."""

    hidden: Hidden | None


@dataclass(frozen=True)
class Live(Named):
    """An option and the month from which it serves, by its name or number."""

    month: str


@dataclass(frozen=True, kw_only=True)
class Lives:
    """From when each option serves. forgo: whether they differ in benefits for it; bridge: whether any pays today's
    bill until then."""

    options: tuple[Live, ...]
    forgo: bool
    bridge: bool


@dataclass(frozen=True)
class Today(Named):
    """Doing nothing. metered: whether its bill goes by the requests."""

    metered: bool


@dataclass(frozen=True)
class SameMoney:
    """A benefit that is another option's bill: counted with the benefits, and shown as the saving against it.

    alike: whether it is as much as that bill in every year.
    """

    benefit: Named
    option: Named
    alike: bool


@dataclass(frozen=True)
class Optimised(Named):
    """The option that the optimisations end at. saves: whether all steps together lower the cost.
    dearer: those that add to it."""

    saves: bool
    dearer: tuple[Named, ...]


@dataclass(frozen=True)
class Best(Named):
    """Of all others the one that costs least in money of today, able to serve, with the same benefits where one has.

    chosen: how the chosen option stands to it, "cheaper", "dearer" or "alike". alike: whether it brings the same
    benefits. rejected: whether somebody says why it is not chosen. reasoned: whether no better one lacks its reason.
    """

    chosen: str
    alike: bool
    rejected: bool
    reasoned: bool


@dataclass(frozen=True)
class Infeasible(Named):
    """An option that cannot serve the load. obstacle: "memory", "latency" or "throughput"."""

    obstacle: str


@dataclass(frozen=True)
class Turn:
    """The assumption that is nearest to its turning point: its name, where that is, where it is now, and how far off.

    falls: whether it turns below what it is now.
    """

    name: str
    value: str
    now: str
    room: str
    falls: bool


@dataclass(frozen=True)
class Stretch:
    """By how much the load grows from month to month, and for how many months; empty: to the end."""

    rate: str
    months: str


@dataclass(frozen=True)
class Ask:
    """The money asked for: what of `approval.ask`, its figure's key, to the cent, and in capital numerals for yuan.

    signs: of each tier of the routing whether the amount reaches it.
    """

    what: str
    key: str
    exact: str
    capitals: str
    signs: tuple[bool, ...]
