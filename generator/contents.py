"""Turns the parts of a packet into the names of their files, and formats into which of them are kept."""

from collections.abc import Collection

MARKDOWN, PAGE, PDF, WORKBOOK, FIGURES, WORD, BRIEF, WHAT_IF = (
    "proposal.md",
    "proposal.html",
    "proposal.pdf",
    "tco.xlsx",
    "figures.json",
    "proposal.docx",
    "brief.pdf",
    "whatif.html",
)
# What the properties of a workbook say that is the form of a budget adjustment, and no packet's.
ADJUSTMENT_FORM = "budget-adjustment"
# What the manifest says of the proposal.
VERSION = "document_version"
# Where the templates lie that the command line named, as seen from the folder of the input.
TEMPLATES = "templates_folder"
# What a packet was made of: the input, the catalogue beside it, and what is attached.
SOURCES = "source/"
SOURCE, OWN = f"{SOURCES}input.yaml", f"{SOURCES}catalogue.yaml"
# What its usage log said: the log itself is no part of it.
EVIDENCE = f"{SOURCES}evidence.json"
# And its benchmarks.
BENCHMARKS = f"{SOURCES}benchmarks.json"

WORD_FORMAT, BRIEF_FORMAT, WHAT_IF_FORMAT = "docx", "brief", "whatif"
FORMATS = ("md", "html", "pdf", "xlsx", "json", WHAT_IF_FORMAT)
# The others are for whoever asks for them: a document to go on writing in, and the first page alone.
ALL_FORMATS = (*FORMATS, WORD_FORMAT, BRIEF_FORMAT)
# What has the head of the first page.
PAGED = {"html", "pdf", WORD_FORMAT, BRIEF_FORMAT}
# What is not called by the ending of its file.
NAMED = {BRIEF: BRIEF_FORMAT, WHAT_IF: WHAT_IF_FORMAT}


def formats_of(names: Collection[str]) -> tuple[str, ...]:
    """The formats of a packet that has these files."""
    made = {NAMED.get(name) or name.rpartition(".")[2] for name in names if "/" not in name}
    return tuple(each for each in ALL_FORMATS if each in made)


def kept(name: str, formats: Collection[str]) -> bool:
    """Whether a packet of these formats has the file."""
    if name.startswith(SOURCES):
        return True
    ending = NAMED.get(name) or name.rpartition(".")[2]
    return ending in formats or (ending == "svg" and "md" in formats)
