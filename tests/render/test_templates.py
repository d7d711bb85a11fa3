"""Templates of a company's own, laid over ours: the worked example is built, and what is wrong in one is told."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from jinja2 import Environment

from generator.assembly import assemble, load, packet_of, packet_problems
from generator.proposal.assignments import as_in_packet
from generator.proposal.problems import Problem, ProblemList, render
from generator.render.cover import to_cover
from generator.render.html.markdown import to_body
from generator.render.markdown import to_markdown
from generator.render.templates import ended
from tests.packets import ONE_YEAR, SMALL

EXAMPLE = Path(__file__).parents[2] / "docs" / "look" / "proposal.yaml"
APPROVAL = "zh-CN/6-approval.md.j2"


def with_templates(folder: Path, files: Mapping[str, str]) -> str:
    """The path of an input whose templates stand in `house` beside it."""
    for name, text in files.items():
        path = folder / "house" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    path = folder / "input.yaml"
    path.write_text(f"{SMALL}{ONE_YEAR}style: {{templates: house}}\n", encoding="utf-8")
    return str(path)


def refused(folder: Path, files: Mapping[str, str]) -> dict[str, Problem]:
    """What `check` says of them, by the last part of the file, the line and the message."""
    with pytest.raises(ProblemList) as raised:
        packet_problems(load(with_templates(folder, files)))
    return {
        f"{Path(each.mark.file).name}:{each.mark.line} {each.message}": each
        for each in raised.value.problems
    }


def test_the_worked_example_is_built() -> None:
    """Over one year, which is quick."""
    made = assemble(load(str(EXAMPLE), ["horizon.years=1"]), ("md", "html"))
    text, page = made.files["proposal.md"].decode(), made.files["proposal.html"].decode()
    assert "## 信息安全审查意见\n\n本项目一次性投入**36,000元**" in text
    assert text.index("## 信息安全审查意见") < text.index("## 申请事项")
    assert '<div class="letterhead">\n<img src="data:image/svg+xml;base64,' in page
    assert page.index(".cover { border-top: 3mm") < page.index(".cover { border-top-width: 1mm }")
    assert "--accent: #0b5fa5" in page
    assert {"source/logo.svg", "source/house/style.css", "source/load-test.csv"} < set(made.files)


def test_the_example_is_there_in_english_too() -> None:
    packet = packet_of(load(str(EXAMPLE), ["proposal.language=en", "horizon.years=1"]))
    assert "## Review by information security" in to_markdown(packet)


def test_every_unknown_name_is_told_at_once_with_its_line_and_the_nearest(tmp_path: Path) -> None:
    text = (
        "{{ tco.totl.with_unit }}\n{% if capx %}x{% endif %}{{ proposal.proposal.ownr.name }}\n"
        "{% for each in storry.chosen %}x{% endfor %}\n{{ options.nobody.tco }}\n"
        '{{ table("tcoo") }}\n{{ savings }}{{ tco.capex.with_unit }}\n{{ savings | upper }}\n'
    )
    told = refused(tmp_path, {APPROVAL: text, "cover.html.j2": "{{ titel }}"})
    assert {place: problem.fix for place, problem in told.items()} == {
        "6-approval.md.j2:1 no figure is called 'tco.totl'": (
            "did you mean 'tco.total', 'tco.capex.total' or 'opex.total'?"
        ),
        "6-approval.md.j2:2 nothing is called 'capx'": "did you mean 'capex'?",
        "6-approval.md.j2:2 nothing is called 'ownr' here": "did you mean 'owner'?",
        "6-approval.md.j2:3 nothing is called 'storry'": "did you mean 'story'?",
        "6-approval.md.j2:4 no figure is called 'options.nobody'": (
            "'budget figures INPUT' lists all"
        ),
        "6-approval.md.j2:5 nothing is called 'tcoo' here": "did you mean 'tco'?",
        "6-approval.md.j2:6 'savings' is a branch of figures and has no number of its own": (
            "write one of those below it: savings.vs_do_nothing, savings.vs_runner_up, savings.premium,"
            " savings.vs_do_nothing_share, savings.vs_runner_up_share, savings.premium_share"
        ),
        "6-approval.md.j2:6 no figure is called 'tco.capex.with_unit'": (
            "did you mean 'tco.capex.total' or 'tco.capex.year_1'?"
        ),
        "6-approval.md.j2:7 this cannot be filled in: a branch of figures has no number of its own": (
            "templates only place what is there"
        ),
        "cover.html.j2:1 nothing is called 'titel'": "did you mean 'title'?",
    }
    first = told["6-approval.md.j2:1 no figure is called 'tco.totl'"]
    assert "\n      |        ^^^^ did" in render(first, {first.mark.file: text.splitlines()})


def test_what_is_wrong_before_anything_is_filled_in_is_told_at_once(tmp_path: Path) -> None:
    told = refused(
        tmp_path,
        {
            APPROVAL: "x\n{% if story %}",
            "zh-CN/6-aproval.md.j2": "x",
            "zh-CN/words.yaml": "x: y",
            "style.css": "p {\n  colour: red }\np { background: url(x.png) }",
            "telephone.css": "@import url(http://127.0.0.1:9/x.css);",
        },
    )
    for message in (
        "6-approval.md.j2:2 Unexpected end of template",
        "6-aproval.md.j2:0 no template of ours has this name",
        "words.yaml:0 words are not laid over ours",
        "style.css:2 Ignored `colour: red ",
        "style.css:3 nothing is fetched",
        "telephone.css:1 nothing is fetched",
    ):
        assert any(place.startswith(message) for place in told), (message, list(told))
    assert not any("Failed to load" in place for place in told), "it was not even tried"


@pytest.mark.parametrize(
    ("files", "messages"),
    [
        ({APPROVAL: "x\n\x0b"}, ["6-approval.md.j2:2 invisible character U+000B"]),
        (
            {APPROVAL: "x\n正文 😀"},
            ["6-approval.md.j2:2 the fonts of the PDF do not have 😀"],
        ),
        ({"style.css": "h2 { position: relative; left: 150mm }"}, ["style.css:0 page 2: "]),
        ({APPROVAL: "{{ story.__class__ }}"}, ["6-approval.md.j2:1 nothing is called '__class__'"]),
        ({APPROVAL: "x\n{{ 1 / 0 }}"}, ["6-approval.md.j2:2 this cannot be filled in: division"]),
        (
            {APPROVAL: '\n{% include "none.j2" %}'},
            ["6-approval.md.j2:2 there is no template 'none.j2'"],
        ),
        (
            {APPROVAL: "{{ 5 * 1234 }} 元", "cover.html.j2": "<p>x</p>"},
            [
                "house:0 “6170 元”: 6170 is no figure of the model",
                "house:0 cover: “一次性投入” is not shown: ",
            ],
        ),
    ],
)
def test_what_only_filling_it_in_tells(
    tmp_path: Path, files: Mapping[str, str], messages: Sequence[str]
) -> None:
    told = list(refused(tmp_path, files))
    for message in messages:
        assert any(place.startswith(message) for place in told), told


def test_a_cover_of_ones_own_makes_elements_and_runs_nothing(tmp_path: Path) -> None:
    text = '{% include "ours/cover.html.j2" %}<script>x</script><p class="a" onclick="x">公司</p>'
    cover = to_cover(packet_of(load(with_templates(tmp_path, {"cover.html.j2": text}))))
    assert '<p class="a">公司</p>' in cover
    assert "script" not in cover


def test_a_template_types_numbers_of_its_own_and_makes_no_html(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is compiled anew once it is changed; ours beside it, which are the same, are not."""

    def text_with(approval: str) -> str:
        return to_markdown(packet_of(load(with_templates(tmp_path, {APPROVAL: approval}))))

    text = text_with("注册资本 5,000 元。<script>x</script>\n")
    assert "注册资本 5,000 元" in text
    assert "<script" not in to_body(text, (), "", "")
    compile_source, compiled = Environment._compile, list[str]()

    def noted(self: Environment, source: str, filename: str) -> object:
        compiled.append(filename)
        return compile_source(self, source, filename)

    monkeypatch.setattr(Environment, "_compile", noted)
    assert "注册资本 6,000 元" in text_with("注册资本 6,000 元。\n")
    assert {Path(each).name for each in compiled} == {Path(APPROVAL).name}


def test_templates_lie_beside_the_input_unless_the_command_line_names_them(tmp_path: Path) -> None:
    (tmp_path / "inputs").mkdir()
    path = with_templates(tmp_path / "inputs", {APPROVAL: "x"})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "style.css").write_text("p { margin: 0 }", encoding="utf-8")
    named = f"style.templates={tmp_path}/elsewhere"
    templates = load(path, [named]).proposal.style.templates
    assert templates is not None
    assert templates.place == "templates"
    assert as_in_packet(named) == "style.templates=templates"
    Path(path).write_text(f"{SMALL}style: {{templates: ../elsewhere}}\n", encoding="utf-8")
    with pytest.raises(ProblemList, match="leads out of the folder of the input"):
        load(path)


def test_a_companys_word_document_lends_its_looks(tmp_path: Path) -> None:
    """It is kept in the packet, so that it can be made again."""
    path = with_templates(tmp_path, {})
    theirs, place = Document(), tmp_path / "house" / "word.docx"
    theirs.sections[0].header.paragraphs[0].text = "ACME"
    place.parent.mkdir()
    theirs.save(str(place))
    made = assemble(load(path), ("docx",))
    assert made.files["source/house/word.docx"] == place.read_bytes()
    document = Document(BytesIO(made.files["proposal.docx"]))
    assert document.sections[0].header.paragraphs[0].text == "ACME"
    assert document.paragraphs[1].text == "小平台"


@pytest.mark.parametrize("data", [b"", b"PK", b"<html/>"])
def test_what_is_no_word_document_is_told(data: bytes, tmp_path: Path) -> None:
    path = with_templates(tmp_path, {"word.docx": data.decode()})
    with pytest.raises(ProblemList) as raised:
        load(path)
    (problem,) = raised.value.problems
    assert problem.message == "style.templates: this is no document in Word"
    assert Path(problem.mark.file).name == "word.docx"


# A user's reason → how it ends in a sentence of ours.
REASONS = {
    "数据须留在公司": "数据须留在公司。",
    "数据须留在公司。": "数据须留在公司。",
    "见附件（第 3 页）": "见附件（第 3 页）。",
    "“不可外传。”": "“不可外传。”",
    "因为 **快**": "因为 **快**。",
    "还用说？": "还用说？",
    "": "",
}


@pytest.mark.parametrize("reason", REASONS)
def test_a_users_reason_ends_as_a_sentence_and_only_once(reason: str) -> None:
    assert ended(reason, "。") == REASONS[reason]
