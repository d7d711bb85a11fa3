"""How three spreadsheet engines compute: what formulas may rely on, and where the engines part.

One workbook holds every formula below. The expected values are what Excel documents or, where the
engines differ, what each was seen to give; formualizer is the engine of the audit, ironcalc and
LibreOffice are further opinions. A formula under DIFFERENT is one that our workbooks avoid, or
whose last digit nobody may depend on.
"""

import math
import random
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

import pytest

from generator.audit.recalculate import recalculate
from generator.audit.values import Address, Value
from tests.oracles import formualizer_values, ironcalc_values
from tests.workbooks import Cells, workbook_of


def row(number: int, *values: float | str) -> dict[str, float | str | bool]:
    return {f"{column}{number}": value for column, value in zip("ABCDEFG", values, strict=False)}


INPUTS: Cells = {
    "现金 流": {
        # A flow over six years, its running total, and whether it is paid back.
        **row(1, -600, 200, 200, 200, 200, 200, 200),
        **row(2, -600, -400, -200, 0, 200, 400, 600),
        **row(3, 0, 0, 0, 1, 1, 1, 1),
        # A flow that never pays back.
        **row(4, -100, -50, -20),
        # Numbers among texts, texts alone, a text that is computed, an error.
        **row(5, 10, "文字", 30, "5"),
        **row(6, "甲", "乙", "丙"),
        **row(7, '=IF(A1>0,A1,"不还本")'),
        **row(8, "=1/0"),
        # Numbers whose sum or product float64 does not hold exactly.
        **row(9, 1e16, 1, 1),
        **row(10, 0.1, 0.2, 0.3),
        **row(11, 0.29, 100),
    }
}

# Every engine gives this value, to the last of the 15 digits that LibreOffice writes.
SAME: dict[str, float | str | bool] = {
    # ROUND: half away from zero, on the 15 significant digits.
    "=ROUND(1.005,2)": 1.01,
    "=ROUND(2.675,2)": 2.68,
    "=ROUND(0.285,2)": 0.29,
    "=ROUND(-1.005,2)": -1.01,
    "=ROUND(1234567.885,2)": 1234567.89,
    "=ROUND(1.15,1)": 1.2,
    "=ROUND(2.5,0)": 3,
    "=ROUND(-2.5,0)": -3,
    "=ROUND(25,-1)": 30,
    "=ROUND(1005,-1)": 1010,
    "=ROUND(1.00499999999999,2)": 1,
    "=ROUND(1.0049999999999999,2)": 1.01,
    "=ROUND(1.1*1.1,2)": 1.21,
    "=ROUND(100.005*3,2)": 300.02,
    "=ROUND(0.1+0.2,16)": 0.3,
    "=ROUND(123456789012345.6,0)": 123456789012346,
    "=ROUND(1234567890123456,-1)": 1234567890123460,
    # ROUNDDOWN and ROUNDUP see 15 digits too: 0.29*100, which is 28.999…96, is 29.
    "=ROUNDDOWN({A11}*{B11},0)": 29,
    "=ROUNDDOWN(2.9999999999999996,0)": 3,
    "=ROUNDDOWN(-2.675,2)": -2.67,
    "=TRUNC(0.29*100)": 29,
    "=ROUNDUP(100*1.1,0)": 110,
    "=ROUNDUP(-2.11,1)": -2.2,
    "=ROUNDUP(7.0000000001,0)": 8,
    "=INT(-2.5)": -3,
    # A minus sign binds more tightly than a power, and powers go from the left.
    "=-2^2": 4,
    "=0-2^2": -4,
    "=-(2^2)": -4,
    "=2^3^2": 64,
    "=POWER(-2,2)": 4,
    "=(1+0.08)^(1/12)-1": 0.00643403011000343,
    # Returns of a flow; the IRR is pyxirr's.
    "=IRR({A1:G1})": 0.242924726100288,
    "=IRR({A1:G1},(SUM({B1:G1})/-{A1})^(2/6)-1)": 0.242924726100288,
    '=IFERROR(IRR({A4:C4},0.1),"无")': "无",
    '=ISNUMBER(IFERROR(IRR({A4:C4},0.1),"无"))': False,
    # 200 x (1 - 1.08^-6) / 0.08 - 600
    "=NPV(0.08,{B1:G1})+{A1}": 324.575932792239,
    # Look-ups and counts.
    "=INDEX({A1:G1},1+1)": 200,
    "=INDEX({A1:G1},1,{B9})": -600,
    "=INDEX({A2:G2},MATCH(1,{A3:G3},0))": 0,
    "=INDEX({A6:C6},2)": "乙",
    "=MATCH(1,{A3:G3},0)": 4,
    '=IFERROR(MATCH(7,{A3:G3},0),"从不")': "从不",
    '=MATCH("乙",{A6:C6},0)': 2,
    "=COLUMNS({$A$1:C1})": 3,
    "=SUM({$A1:C1})": -200,
    '=COUNTIF({A1:G1},">0")': 6,
    '=SUMIF({A1:G1},">0")': 1200,
    '=SUMIF({A1:G1},"<0")': -600,
    "=SUMIF({A3:G3},1,{A1:G1})": 800,
    "=SUMPRODUCT(({A2:G2}>=0)*1)": 4,
    "=SUMPRODUCT(({A2:G2}>=0)*{A1:G1})": 800,
    "=SUMPRODUCT(--({A2:G2}>=0))": 4,
    "=SUMPRODUCT({A1:G1},{A3:G3})": 800,
    # Conditions, texts and errors.
    "=IF(AND({A5}>0,{C5}>0),1,2)": 1,
    "=IF(OR({A5}<0,{C5}<0),1,2)": 2,
    "={A7}": "不还本",
    "=ISNUMBER({A7})": False,
    "=IF(ISNUMBER({A7}),{A7}*2,0)": 0,
    '=IF({A7}="不还本",1,0)': 1,
    "={A7}>5": True,
    "=MIN({A7},5)": 5,
    "=IFERROR({A8},0)": 0,
    "=IFERROR({A5},0)": 10,
    "={B5}&1": "文字1",
    "={D5}*2": 10,
    "=SUM({A5:D5})": 40,
    "=MIN({A5:D5})": 10,
    "=MAX({A5:D5})": 30,
    "=MAX({A6:C6})": 0,
    "={Z99}+1": 1,
    '={Z99}=""': True,
    '=IF(TRUE,"","x")': "",
    "=50%": 0.5,
    "=10%*200": 20,
    '=TEXT(0.3558,"0.0%")': "35.6%",
    '=TEXT(1234567.891,"#,##0.00")': "1,234,567.89",
    "=ABS(0.1+0.2-0.3)<0.01": True,
    "=DATE(2026,11,23)+14": 46363,
}

# What formualizer, ironcalc and LibreOffice 7.4 give, in this order.
DIFFERENT: dict[str, tuple[float | str | bool, float | str | bool, float | str | bool]] = {
    # To no decimals, LibreOffice rounds the exact binary value: 0.145*100 is 14.499…98.
    "=ROUND(0.145*100,0)": (15, 15, 14),
    "=ROUND(1.005*100,0)": (101, 101, 100),
    "=ROUND(0.49999999999999994,0)": (1, 1, 0),
    # INT, FLOOR, CEILING: exact value or 15 digits, by engine. ROUNDDOWN and ROUNDUP are safe.
    "=INT({A11}*{B11})": (28, 28, 29),
    "=INT(2.9999999999999996)": (2, 3, 3),
    "=FLOOR(0.29*100,1)": (28, 29, 29),
    "=CEILING(100*1.1,1)": (111, 110, 110),
    "=MOD(0.3,0.1)": (0.09999999999999998, 0.09999999999999998, 0),
    # Only formualizer compares and subtracts float64 exactly: compare with a tolerance.
    "={A10}+{B10}={C10}": (False, True, True),
    "={A10}+{B10}>{C10}": (True, False, False),
    "={A10}+{B10}-{C10}": (5.551115123125783e-17, 5.551115123125783e-17, 0),
    "=1.000000000000001=1": (False, True, True),
    # LibreOffice sums with Kahan's correction, the others plainly from left to right.
    "=SUM({A9:C9},-1E16)": (0, 0, 2),
    # Powers at the edges of their domain.
    "=POWER(-8,1/3)": ("#NUM!", -2, -2),
    "=0^0": (1, "#NUM!", 1),
    "=POWER(0,-1)": ("#NUM!", "#DIV/0!", "#NUM!"),
    # The kind of error differs, never that there is one.
    "=IRR({A4:C4},0.1)": ("#NUM!", "#NUM!", "#N/A"),
    "=INDEX({A1:C1},4)": ("#REF!", "#REF!", "#VALUE!"),
    # A condition must become a number before SUMPRODUCT; a function of a range breaks formualizer.
    "=SUMPRODUCT({A2:G2}>=0)": (4, 0, 4),
    "=SUMPRODUCT(ABS({A1:C1}))": ("#VALUE!", 600, 1000),
    "=SUMPRODUCT({A1:C1}*COLUMN({A1:C1}))": (-200, 400, 400),
    # A range names its sheet once; named twice, it fails in one place and not in another.
    "=SUM('现金 流'!A1:'现金 流'!C1)": (-200, "#ERROR!", -200),
    "=SUMPRODUCT('现金 流'!A1:'现金 流'!C1*1)": ("#REF!", "#ERROR!", -200),
    # Texts in arithmetic, and numbers that become texts.
    '=SUM("5",1)': (6, 6, "#VALUE!"),
    '=MIN(2,"x")': (2, "#VALUE!", "#VALUE!"),
    '=0.1+0.2&""': ("0.30000000000000004", "0.30000000000000004", "0.3"),
    '=TEXT(12.5,"0")': ("13", "12", "13"),
}  # fmt: skip


# What LibreOffice says stands in tests/conformity/test_libreoffice.py.
ENGINES = ["formualizer", "ironcalc"]


def cell_of(formula: str) -> Address:
    return ("结果", f"A{[*SAME, *DIFFERENT].index(formula) + 1}")


def written(formula: str) -> str:
    """The formula, its `{A1:G1}` made the reference to the inputs' sheet that it stands for."""
    return formula.replace("{", "'现金 流'!").replace("}", "")


def all_formulas() -> bytes:
    """The workbook of every formula above."""
    results = {cell_of(formula)[1]: written(formula) for formula in [*SAME, *DIFFERENT]}
    return workbook_of({**INPUTS, "结果": results})


@pytest.fixture(scope="module")
def formualizer() -> dict[Address, Value]:
    return formualizer_values(all_formulas())


@pytest.fixture(scope="module")
def ironcalc() -> dict[Address, Value]:
    return ironcalc_values(all_formulas())


def approximately(value: float | str | bool) -> object:
    if isinstance(value, str | bool):
        return value
    return pytest.approx(value, rel=1e-14, abs=1e-18)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("formula", SAME)
def test_the_engines_agree(formula: str, engine: str, request: pytest.FixtureRequest) -> None:
    values: dict[Address, Value] = request.getfixturevalue(engine)
    assert values[cell_of(formula)] == approximately(SAME[formula])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("formula", DIFFERENT)
def test_the_engines_differ(formula: str, engine: str, request: pytest.FixtureRequest) -> None:
    values: dict[Address, Value] = request.getfixturevalue(engine)
    expected = DIFFERENT[formula][ENGINES.index(engine)]
    assert values[cell_of(formula)] == approximately(expected)


def boundary_numbers(count: int) -> list[tuple[float, int]]:
    """Numbers on, or a few float64 steps beside, the ties of rounding to that many decimals."""
    chance = random.Random(20261123)
    numbers = []
    for _ in range(count):
        decimals = chance.choice([2, 2, 2, 0, 1, 3, 4, -1, -2])
        number = (chance.randrange(10 ** chance.randint(1, 8)) + 0.5) / 10.0**decimals
        for _ in range(chance.randint(0, 5)):
            number = math.nextafter(number, chance.choice([-math.inf, math.inf]))
        numbers.append((chance.choice([1, -1]) * number, decimals))
    return numbers


def computed(rows: list[list[float]], formula: str) -> list[float]:
    """What formualizer makes of a formula over each row, whose cells hold the exact float64.

    A workbook will not do: openpyxl writes a constant with 16 digits, float64 may need 17.
    """
    import formualizer

    engine = formualizer.Workbook()
    engine.add_sheet("S")
    engine.set_values_batch("S", 1, 1, rows)
    column = len(rows[0]) + 1
    formulas = [[formula.replace("#", str(row))] for row in range(1, len(rows) + 1)]
    engine.set_formulas_batch("S", 1, column, formulas)
    engine.evaluate_all()
    values = [engine.get_value("S", row, column) for row in range(1, len(rows) + 1)]
    return [float(value) for value in values if value is not None]


@pytest.mark.parametrize(
    ("function", "rounding"),
    [("ROUND", ROUND_HALF_UP), ("ROUNDDOWN", ROUND_DOWN), ("ROUNDUP", ROUND_UP)],
)
def test_rounding_is_decimal_rounding_of_15_significant_digits(
    function: str, rounding: str
) -> None:
    numbers = boundary_numbers(5_000)
    rows = [[number, float(decimals)] for number, decimals in numbers]
    assert computed(rows, f"={function}(A#,B#)") == [
        float(Decimal(f"{number:.15g}").quantize(Decimal(1).scaleb(-decimals), rounding))
        for number, decimals in numbers
    ]


def test_arithmetic_is_float64_bit_for_bit() -> None:
    chance = random.Random(20261123)
    rows = [
        [chance.uniform(0.1, 3), chance.uniform(-40, 40), 1e6 * chance.random()]
        for _ in range(2_000)
    ]
    assert computed(rows, "=A#*B#+C#") == [a * b + c for a, b, c in rows]
    assert computed(rows, "=C#/A#-B#") == [c / a - b for a, b, c in rows]
    assert computed(rows, "=A#^B#") == [a**b for a, b, _ in rows]
    assert computed(rows, "=POWER(1+A#,1/12)") == [(1 + a) ** (1 / 12) for a, _, _ in rows]


def test_a_sum_adds_plainly_from_left_to_right() -> None:
    chance = random.Random(20261123)
    rows = [[chance.uniform(-1e5, 1e5) for _ in range(37)] for _ in range(500)]
    sums = computed(rows, "=SUM(A#:AK#)")
    assert sums == [sum_from_the_left(row) for row in rows]
    assert sums != [math.fsum(row) for row in rows]
    squares = [[number * number for number in row] for row in rows]
    assert computed(rows, "=SUMPRODUCT(A#:AK#,A#:AK#)") == [*map(sum_from_the_left, squares)]


def sum_from_the_left(numbers: list[float]) -> float:
    """`sum` compensates for rounding errors from Python 3.12 on; a spreadsheet does not."""
    total = 0.0
    for number in numbers:
        total += number
    return total


def test_openpyxl_writes_constants_with_16_digits() -> None:
    assert recalculate(workbook_of({"S": {"A1": 0.1 + 0.2, "B1": "=A1"}})) == {("S", "B1"): 0.3}
