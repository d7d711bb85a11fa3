"""What value of one input reaches a goal: put back into the model, it gives the goal."""

import pytest

from generator.catalog.catalogue import Catalogue
from generator.cli import main
from generator.engines.model import compute
from generator.proposal.loading import load_with
from generator.solving import NoSolution, Solution, solve
from tests.compare.sides import OLD as THREE_YEARS

# A machine of 36,000 and a rack of 500, 1,500 a month, 2,000 of benefits a month.
OLD = THREE_YEARS.replace("years: 3", "years: 1")
Capture = pytest.CaptureFixture[str]


def solved(goal: str, target: float, by: str, text: str = OLD) -> Solution | NoSolution:
    loaded = load_with(text, "input.yaml", Catalogue)
    return solve(loaded, goal, target, by, Catalogue)


@pytest.mark.parametrize(
    ("goal", "target", "by", "value"),
    [
        # 54,500 are paid: a bill of 0.05 × 12 for each monthly request comes to as much.
        ("savings.vs_do_nothing", 0, "workload.monthly_requests", 54_500 / 0.6),
        # 24,000 of benefits − 18,000 − 500 leave 5,500 for the machine.
        ("return.npv", 0, "options.own.capex.0.unit_price", 5_500),
    ],
)
def test_a_solution_put_back_gives_the_goal(
    goal: str, target: float, by: str, value: float
) -> None:
    found = solved(goal, target, by)
    assert isinstance(found, Solution)
    assert found.is_exact
    assert found.value == pytest.approx(value, rel=1e-5)
    again = load_with(OLD, "input.yaml", Catalogue, [f"{by}={found.value:.15g}"])
    assert compute(again.proposal).result_figures[goal].value == found.reached
    assert found.reached == pytest.approx(target, abs=0.12)


def test_counts_move_by_whole_numbers() -> None:
    """36,000 for each machine and 500: 100,000 lies between two and three."""
    text = OLD.replace("item: Server", "item: Server, hardware: workstation_rtx4090")
    found = solved("capex.total", 100_000, "options.own.capex.0.quantity", text)
    assert isinstance(found, Solution)
    assert (found.value, found.reached, found.is_exact) == (3, 108_500, False)
    assert (found.beside, found.missed) == (2, 72_500)


def test_where_nothing_reaches_the_goal_it_says_so() -> None:
    """A share stays a share: with all of the benefits the result is 48,000 − 54,500."""
    found = solved("return.npv", 0, "benefits.0.confidence")
    assert isinstance(found, NoSolution)
    assert (found.least, found.most) == (0, 1)
    assert (found.lowest, found.highest) == (-54_500, -6_500)


def test_the_command_tells_the_value_and_how_to_try_it(
    tmp_path_factory: pytest.TempPathFactory, capsys: Capture
) -> None:
    path = tmp_path_factory.mktemp("solve") / "platform.yaml"
    path.write_text(OLD, encoding="utf-8")
    arguments = ["solve", str(path), "capex.total=30000", "by", "options.own.capex.0.unit_price"]
    assert main(arguments) == 0
    said = capsys.readouterr()
    price = "options.own.capex.0.unit_price"
    assert said.out == f"{price} = 29500 (now 36000): capex.total is 30000\n"
    assert f"--set {price}=29500" in said.err
    assert main([*arguments[:4], "options.own.capex.0.price"]) == 2
    assert "did you mean options.own.capex.0.unit_price" in capsys.readouterr().err
    assert main([*arguments[:2], "capex.totl=1", *arguments[3:]]) == 2
    assert "there is no figure capex.totl" in capsys.readouterr().err
