"""Our Word documents keep the file format to the letter, and LibreOffice reads the same in them as we do.

Microsoft's own validator comes from npm, `.ci/run` installs it; what is missing is skipped and named.
"""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from generator.audit.word import Expected, audit_word
from generator.render.html import to_html
from generator.render.word import to_docx
from generator.resources import templates_folder
from tests.conformity.test_readers import errors_of
from tests.render.sample import INFO, sample_docx, sample_html

# Texts that some reader takes for something else, longer than a property may be, and each of our elements.
ODD = """\
# _x0041_ & <预算> 'x' "y"

[TOC]

## _x0041_ & <预算>

**表 1　_x000A_ & "x"**

| =1+1 | ~ |
|---|---:|
| **合计** | −1 |

*注：& <。*

::: signatures

| 审批人 | 签字 |
|---|---|
| 甲 & 乙 |  |

:::

> 引

1. [a&b](https://example.org/?a=1&b=2)
    - `x`
    - [丙](mailto:a@example.org)

---

    code & <code>
"""


def odd() -> bytes:
    long = "v&" * 400
    info = replace(INFO, title="_x0041_ & <预算>" + long, author=long, version=long, language="en")
    return to_docx(to_html(ODD, info, ""), info, templates_folder() / "word")


@pytest.mark.parametrize("made", [sample_docx, odd])
def test_microsofts_validator_finds_nothing(made: object, tmp_path: Path) -> None:
    assert callable(made)
    assert errors_of(made(), tmp_path, "docx") == []


def test_libreoffice_reads_the_same_sections_tables_and_numbers(tmp_path: Path) -> None:
    """In the same order: a copy that it writes keeps them all."""
    (tmp_path / "sample.docx").write_bytes(sample_docx())
    convert = ["soffice", "--headless", "--convert-to", "docx", "--outdir", str(tmp_path / "out")]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    try:
        subprocess.run(
            [*convert, profile, str(tmp_path / "sample.docx")],
            check=True,
            capture_output=True,
            timeout=120,
        )
        copy = (tmp_path / "out" / "sample.docx").read_bytes()
    except FileNotFoundError:
        pytest.skip("LibreOffice with its Writer is not installed")
    cover = ("60,500", "416,859")
    assert audit_word(copy, Expected(sample_html(), 0, cover, (), "合计")) == []
