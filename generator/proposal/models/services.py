"""The models of what a platform pays for besides people and power: hosting, network, backup, software, security.

Each has our dated figures for what is left out, with the range in which they lie.
"""

from __future__ import annotations

from typing import Annotated, Any

from generator.figures.figure import Figure
from generator.proposal.fields import Quantity
from generator.proposal.section import Section, is_zero


class Hosting(Section):
    """Machines in somebody else's data centre: space, uplink, addresses and hands on site, by the month.

    rack_units: of space that the machines take. rack_unit_price: of one unit. uplink_mbps: of booked bandwidth.
    uplink_price: of one Mbps. ip_addresses: public ones. ip_price: of one. remote_hands: work that the data centre's
    people do on site.
    """

    rack_units: Annotated[Figure, Quantity("rack_unit", minimum=0, default="hosting.rack_units")]
    rack_unit_price: Annotated[
        Figure,
        Quantity(
            "money/rack_unit_month",
            minimum=0,
            default="hosting.rack_unit_price",
            counted_by="rack_units",
        ),
    ]
    uplink_mbps: Annotated[Figure, Quantity("Mbps", minimum=0, default="hosting.uplink_mbps")]
    uplink_price: Annotated[
        Figure,
        Quantity(
            "money/Mbps_month", minimum=0, default="hosting.uplink_price", counted_by="uplink_mbps"
        ),
    ]
    ip_addresses: Annotated[
        Figure, Quantity("count", minimum=0, default="hosting.ip_addresses", whole=True)
    ]
    ip_price: Annotated[
        Figure,
        Quantity(
            "money/address_month", minimum=0, default="hosting.ip_price", counted_by="ip_addresses"
        ),
    ]
    remote_hands: Annotated[
        Figure, Quantity("money/month", minimum=0, default="hosting.remote_hands")
    ]


class Network(Section):
    """Traffic that follows the requests of `workload`: a volume paid whole, and what is beyond it at its own price.

    kilobytes_per_request: there and back. included_gigabytes: of a month, paid whether used or not. included_price: of
    one of these GB. excess_price: of a GB beyond.
    """

    kilobytes_per_request: Annotated[
        Figure, Quantity("kB", minimum=0, default="network.kilobytes_per_request")
    ]
    included_gigabytes: Annotated[
        Figure, Quantity("GB/month", minimum=0, default="network.included_gigabytes")
    ]
    included_price: Annotated[
        Figure,
        Quantity(
            "money/GB", minimum=0, default="network.included_price", counted_by="included_gigabytes"
        ),
    ]
    excess_price: Annotated[Figure, Quantity("money/GB", minimum=0, default="network.excess_price")]

    @classmethod
    def uncounted(cls, values: dict[str, Any]) -> list[str]:
        """Nothing is beyond a volume where requests bring none."""
        beyond = ["excess_price"] if is_zero(values.get("kilobytes_per_request")) else []
        return [*super().uncounted(values), *beyond]


class Backup(Section):
    """Copies of the models and of what else is kept.

    gigabytes: that are kept; without them the weights of what `serving` names, and of the other models that the kinds
    of request are given; without `serving` what the memory of the cards of `power` holds. price: of one GB for a month.
    """

    gigabytes: Annotated[Figure, Quantity("GB", minimum=0)] | None = None
    price: Annotated[
        Figure,
        Quantity("money/GB_month", minimum=0, default="backup.price", counted_by="gigabytes"),
    ]


class Software(Section):
    """Licences and subscriptions; the engine itself is free.

    monthly: for all of them.
    """

    monthly: Annotated[Figure, Quantity("money/month", minimum=0, default="software.monthly")]


class Security(Section):
    """Security and compliance.

    monthly: for all of it.
    """

    monthly: Annotated[Figure, Quantity("money/month", minimum=0, default="security.monthly")]


class DeploymentShare(Section):
    """A rule of thumb for the first deployment: a share of what the option's hardware costs, as it is counted.

    hardware_share: of its one-time lines of kind `hardware`.
    """

    hardware_share: Annotated[
        Figure, Quantity("ratio", minimum=0, maximum=1, default="deployment.hardware_share")
    ]


class Training(Section):
    """Training of the team, where it is not counted more closely.

    amount: for all of it.
    """

    amount: Annotated[Figure, Quantity("money", minimum=0, default="training.amount")]
