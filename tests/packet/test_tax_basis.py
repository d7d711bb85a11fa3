"""What amounts and returns hold of taxes; a slip in the code that says so is caught."""

import inspect
from types import ModuleType

import pytest

from generator.packet import tax_basis
from tests.proposals import model_of, one_option

OPEX = "[{item: a, monthly: 5}, {item: b, monthly: 5MORE}]"
GAIN = "benefits: [{item: c, monthly: 9}]"
GROSS, NET = (
    f"tax: {{rate: 13%, prices_include_tax: {included}, MORE}}" for included in ("true", "false")
)
CASES = {
    "nothing": ("", GAIN, ("", False, ())),
    "gross": ("", GROSS + "\n" + GAIN, ("gross", False, ("gross", "before_income_tax"))),
    "net": ("", NET, ("net", False, ("net",))),
    "recovers": (
        "",
        GROSS.replace("MORE", "recoverable: yes") + "\nincome_tax: {rate: 25%}\n" + GAIN,
        ("net", True, ("net", "recovered", "after_too")),
    ),
    "pays": (
        "",
        NET.replace("MORE", "recoverable: no"),
        ("gross", True, ("gross", "not_recovered")),
    ),
    "mixes": (
        ", tax_recoverable: no",
        NET.replace("MORE", "recoverable: yes"),
        ("mixed", True, ("mixed",)),
    ),
    "nothing comes back": ("", "income_tax: {rate: 25%}", ("", False, ())),
    "income tax alone": ("", "income_tax: {rate: 25%}\n" + GAIN, ("", False, ("after_too",))),
}


def right(module: ModuleType) -> None:
    for name, (line, rest, said) in CASES.items():
        text = one_option(opex=OPEX.replace("MORE", line), rest=rest.replace(", MORE", ""))
        found = module.tax_basis_of(model_of(text))
        assert (found.amounts, found.by_line, found.told) == said, name


def test_it_is_told_as_the_file_has_it() -> None:
    right(tax_basis)


@pytest.mark.parametrize(
    "slip",
    [
        ("by_rate.basis", '"net"'),
        ("by_rate is not None", "by_rate is None"),
        ('"gross" if tax', '"net" if tax'),
        ('amounts != "mixed"', 'amounts == "mixed"'),
        ("model.proposal.benefits and model.after_tax", "model.after_tax"),
        ("model.after_tax is not None", "model.after_tax is None"),
        ("elif model.proposal.benefits and amounts", "elif amounts"),
        ('"yes": "recovered"', '"yes": "not_recovered"'),
    ],
    ids=lambda slip: slip[0],
)
def test_slips_are_caught(slip: tuple[str, str]) -> None:
    source = inspect.getsource(tax_basis)
    assert slip[0] in source
    slipped = ModuleType(tax_basis.__name__)
    exec(compile(source.replace(*slip, 1), slip[0], "exec"), slipped.__dict__)
    with pytest.raises((AssertionError, AttributeError)):
        right(slipped)
