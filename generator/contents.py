"""Turns the parts of a packet into the names of their files."""

MARKDOWN, PAGE, PDF, WORKBOOK, FIGURES, WORD, BRIEF = (
    "proposal.md",
    "proposal.html",
    "proposal.pdf",
    "tco.xlsx",
    "figures.json",
    "proposal.docx",
    "brief.pdf",
)
# What the manifest says of the proposal.
VERSION = "document_version"
# What a packet was made of: the input, the catalogue beside it, and what is attached.
SOURCES = "source/"
SOURCE, OWN = f"{SOURCES}input.yaml", f"{SOURCES}catalogue.yaml"
