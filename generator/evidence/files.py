"""Turns the pattern of a log's files into these files, and into the SQL that reads them, whatever their kind."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.evidence.columns import Column
from generator.evidence.problem import LogProblem
from generator.wording.saying import said

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PACKED = (".gz", ".zst")
TABLES, LINES, PARQUET = (".csv", ".tsv"), (".jsonl", ".ndjson", ".json"), (".parquet",)
ENDINGS = (*TABLES, *LINES, *PARQUET)
# A line of JSON that is longer is no line of a log; of a table DuckDB takes lines of 2 MB.
LONGEST_LINE = 16 * 1024 * 1024
LOOKED_AT = 1000


@dataclass(frozen=True)
class LogFile:
    """A file of the log. place: from the folder of the input, with `/`."""

    place: str
    path: Path

    @property
    def stamp(self) -> tuple[str, int, int]:
        """What changes when it is written."""
        status = self.path.stat()
        return str(self.path), status.st_size, status.st_mtime_ns

    def about(self) -> dict[str, str | int]:
        """What tells it from any other."""
        with self.path.open("rb") as opened:
            return {
                "sha256": file_digest(opened, "sha256").hexdigest(),
                "size": self.path.stat().st_size,
            }


def matching(pattern: str, folder: Path) -> list[LogFile]:
    """In the order of their names. Raises LogProblem where there are none."""
    inside = said("copy or link it into the folder of the input, and name it from there")
    if Path(pattern).is_absolute() or ".." in Path(pattern).parts or "://" in pattern:
        raise LogProblem(
            said("'{name}' leads out of the folder of the input", name=pattern), inside
        )
    try:
        found = sorted(path for path in folder.glob(pattern) if path.is_file())
    except (OSError, ValueError, NotImplementedError):
        found = []
    if not found:
        fix = said("name the files as seen from the folder of the input, such as logs/*.jsonl.gz")
        raise LogProblem(said("there is no file '{name}'", name=pattern), fix)
    return [LogFile(path.relative_to(folder).as_posix(), path) for path in found]


def files_of(pattern: str, folder: Path) -> list[LogFile]:
    """Those of a log. Raises LogProblem where there are none, or of several kinds."""
    files = matching(pattern, folder)
    endings = {_ending(each.path) for each in files}
    strange = endings - set(ENDINGS)
    if strange or len({_kind(ending) for ending in endings}) > 1:
        message = said("'{name}' is of several kinds, or of none that is read", name=pattern)
        fix = said("one of {endings}, each also with .gz or .zst", endings=", ".join(ENDINGS))
        raise LogProblem(message, fix)
    if empty := next((each.path for each in files if not each.path.stat().st_size), None):
        raise LogProblem(
            said("'{name}' is empty", name=empty.name), said("delete it, or name others")
        )
    return files


def source_of(paths: Sequence[str], top_level: Sequence[str] = ()) -> str:
    """The SQL that reads files of one kind. top_level: the names to read of each line in JSON; whole lines without."""
    kind = _kind(_ending(Path(paths[0])))
    listed = "[" + ", ".join(map(literal, paths)) + "]"
    if kind is PARQUET:
        return f"read_parquet({listed}, union_by_name = true)"
    if kind is TABLES:
        return f"read_csv({listed}, all_varchar = true, header = true, union_by_name = true)"
    names = dict.fromkeys(top_level, "JSON") or {"json": "JSON"}
    columns = ", ".join(f"{literal(name)}: '{type}'" for name, type in names.items())
    return (
        f"read_json({listed}, format = 'newline_delimited', records = '{str(bool(top_level)).lower()}',"
        f" columns = {{{columns}}}, maximum_object_size = {LONGEST_LINE})"
    )


def columns_of(connection: DuckDBPyConnection, paths: Sequence[str]) -> dict[str, Column]:
    """The columns by their names, nested ones with dots."""
    if _kind(_ending(Path(paths[0]))) is LINES:
        look = f"SELECT json FROM {source_of(paths)} LIMIT {LOOKED_AT}"
        found = connection.execute(f"SELECT json_group_structure(json) FROM ({look})").fetchone()
        structure = json.loads(found[0]) if found and found[0] else {}
        named = structure if isinstance(structure, dict) else {}
        return dict(_names_in_json(named))
    empty = connection.sql(f"SELECT * FROM {source_of(paths)} LIMIT 0")
    return dict(_names_in_table(zip(empty.columns, empty.types, strict=True)))


def top_level_of(columns: Mapping[str, Column], chosen: Collection[Column]) -> list[str]:
    """The names of a line in JSON that the SQL of the chosen columns reads."""
    names = [name for name, column in columns.items() if column in chosen]
    whole = {name for name in names if columns[name].sql.startswith(f"({quoted(name)} ->> ")}
    return list(dict.fromkeys(name if name in whole else name.partition(".")[0] for name in names))


def is_parquet(paths: Sequence[str]) -> bool:
    """Whether only what is asked for is read of them, however often."""
    return _kind(_ending(Path(paths[0]))) is PARQUET


def quoted(name: str) -> str:
    """A name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"


def _names_in_json(structure: Mapping[str, Any]) -> Iterator[tuple[str, Column]]:
    def below(top: str, names: tuple[str, ...], node: Any) -> Iterator[tuple[str, Column]]:
        if isinstance(node, dict):
            for name, child in node.items():
                yield from below(top, (*names, name), child)
            return
        path = "".join(f'."{name}"' for name in names)
        yield ".".join((top, *names)), Column(f"({quoted(top)} ->> {literal('$' + path)})")

    for top, node in structure.items():
        yield from below(top, (), node)


def _names_in_table(columns: Any) -> Iterator[tuple[str, Column]]:
    def below(name: str, sql: str, type: Any) -> Iterator[tuple[str, Column]]:
        if getattr(type, "id", "") == "struct":
            for child, kind in type.children:
                yield from below(f"{name}.{child}", f"{sql}.{quoted(child)}", kind)
            return
        yield name, Column(sql, str(type))

    for name, type in columns:
        yield from below(name, quoted(name), type)


def _ending(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] in PACKED:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _kind(ending: str) -> tuple[str, ...]:
    return next((kind for kind in (TABLES, LINES, PARQUET) if ending in kind), ())
