"""Every citation in code and documents, such as "(reliability B.9)", names a section that docs/ has.

A section is a heading or a table row that begins with its label: `### B.9 Running timers` or `| D8 | ... |`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parents[2]
CITED = ("api-facts", "desktop", "performance", "reliability")
FOLDERS = ("app", "tests", "docs")

NUMBERED = r"(?:[A-Z]\.?)?\d+(?:\.\d+)*"
LABEL = rf"(?:{NUMBERED}(?![\w-])(?!\.\d)|[A-Z](?=[),;]))"
GAP = r"[\s#]+"  # a citation may go on in the next line of a comment
JOIN = rf"(?:,(?:{GAP}and)?{GAP}|{GAP}(?:and|or|to){GAP}|[–-])"
CITATION = re.compile(rf"(?<![\w.-])({'|'.join(CITED)})(?:\.md)?,?{GAP}({LABEL}(?:{JOIN}{LABEL})*)")
STATEMENT = re.compile(r'@states\(\s*"([^"]+)"')
"""A row of the sandbox's table of documented statements names its section of api-facts alone."""

SECTION = re.compile(rf"^(?:#+ (?:({NUMBERED})\.?|([A-Z])\.) |\| ({NUMBERED}) \|)", re.MULTILINE)


class Citation(NamedTuple):
    """One label that a file cites, and the line (from 1) where the citation begins."""

    file: Path
    line: int
    document: str
    label: str


def citations(file: Path) -> Iterator[Citation]:
    text = file.read_text(encoding="utf-8")
    found = [(each.start(), each[1], each[2]) for each in CITATION.finditer(text)]
    found += [(each.start(), "api-facts", each[1]) for each in STATEMENT.finditer(text)]
    for start, document, labels in found:
        line = text.count("\n", 0, start) + 1
        yield from (Citation(file, line, document, label) for label in cited_labels(labels))


def cited_labels(text: str) -> Iterator[str]:
    """Yield the labels of a list such as "H5, X12", with every label of a range such as "D5 to D7"."""
    last = ""
    for join, label in re.findall(rf"({JOIN}|^)({NUMBERED}|[A-Z])", text):
        is_range = "to" in join or join in {"–", "-"}
        yield from (labels_between(last, label) if is_range else ())
        yield label
        last = label


def labels_between(first: str, last: str) -> Iterator[str]:
    stem, start = split_label(first)
    other, end = split_label(last)
    if stem == other:
        yield from (f"{stem}{number}" for number in range(start + 1, end))


def split_label(label: str) -> tuple[str, int]:
    digits = re.search(r"\d*$", label)
    stem = label[: digits.start()] if digits else label
    return stem, int(label.removeprefix(stem) or 0)


def sections(document: Path) -> list[str]:
    found = SECTION.finditer(document.read_text(encoding="utf-8"))
    return [next(label for label in each.groups() if label) for each in found]


def project_files() -> list[Path]:
    files = [file for folder in FOLDERS for file in (ROOT / folder).rglob("*") if file.suffix in {".py", ".md"}]
    return sorted(file for file in files if "__pycache__" not in file.parts)


def unresolved(files: Iterable[Path], docs: Path) -> list[str]:
    """Say for each citation that leads nowhere where it is and what is missing."""
    known = {name: set(sections(docs / f"{name}.md")) for name in CITED if (docs / f"{name}.md").is_file()}
    messages = []
    for file, line, name, label in (one for each in files for one in citations(each)):
        place = f"{file.relative_to(ROOT) if file.is_relative_to(ROOT) else file}:{line}"
        if name not in known:
            messages.append(f"{place} cites ({name} {label}), but docs/{name}.md does not exist")
        elif label not in known[name]:
            messages.append(f"{place} cites ({name} {label}), but docs/{name}.md has no such section")
    return messages


def test_every_citation_leads_to_a_section() -> None:
    messages = unresolved(project_files(), ROOT / "docs")
    assert not messages, "\n".join(["Correct the citation, or add a section with that label:", *messages])


def test_citations_are_found_in_code_and_documents() -> None:
    found = {(one.file.relative_to(ROOT).parts[0], one.document) for file in project_files() for one in citations(file)}
    assert found >= {("app", "reliability"), ("app", "desktop"), ("tests", "api-facts"), ("docs", "reliability")}


@pytest.mark.parametrize("name", CITED)
def test_no_section_is_there_twice(name: str) -> None:
    document = ROOT / "docs" / f"{name}.md"
    found = sections(document) if document.is_file() else []
    assert sorted(label for label in set(found) if found.count(label) > 1) == []


@pytest.mark.parametrize(
    ("written", "labels"),
    [
        ("({} B.9)", "B.9"),
        ("({} A)", "A"),
        ("({} B.4.1).", "B.4.1"),
        ("({} B.9, O6, O9).", "B.9 O6 O9"),
        ("({} D5 to D7)", "D5 D6 D7"),
        ("({} 7.2 to 7.5)", "7.2 7.3 7.4 7.5"),
        ("({} 1 to 3)", "1 2 3"),
        ("({} 6 and 7)", "6 7"),
        ('({} 9, "Sandbox default")', "9"),
        ("({} I8, OWASP ASVS 1.2.10)", "I8"),
        ("see {} 13, with the default of {} 12.", "13 12"),
        ("(see docs/{}.md, C.2; C.4)", "C.2"),
        ("a line # that ends ({}\n    # C.2, C.4)", "C.2 C.4"),
        ("the {} A person uses", ""),
        ("the {} has 3 parts", ""),
        ("a module-{} 3", ""),
    ],
)
def test_labels_of_a_citation(written: str, labels: str, tmp_path: Path) -> None:
    file = tmp_path / "cites.py"
    file.write_text(written.replace("{}", "desktop"), encoding="utf-8")
    assert [one.label for one in citations(file)] == labels.split()


def test_several_documents_in_one_parenthesis(tmp_path: Path) -> None:
    file = tmp_path / "cites.py"
    first, second = CITED[0], CITED[-1]
    file.write_text(f'"""Sign in ({first} 1.2, 2, {second} A3)."""', encoding="utf-8")
    found = [(one.document, one.label) for one in citations(file)]
    assert found == [(first, "1.2"), (first, "2"), (second, "A3")]


def test_a_citation_that_leads_nowhere_is_reported(tmp_path: Path) -> None:
    docs, file = tmp_path / "docs", tmp_path / "cites.py"
    docs.mkdir()
    (docs / "desktop.md").write_text(
        "# Desktop\n\n## 1. Tray\n\n| Label | |\n|---|---|\n| D8 | … |\n", encoding="utf-8"
    )
    written = ("", "({} 1)", "({} D8, D9)", "({} 1.2)", f"({CITED[-1]} Z9)")
    file.write_text("\n".join(written).replace("{}", "desktop"), encoding="utf-8")
    messages = unresolved([file], docs)
    assert [message.split(" cites ")[0] for message in messages] == [f"{file}:{line}" for line in (3, 4, 5)]
    assert all(each in message for each, message in zip(("D9", "1.2", "does not exist"), messages, strict=True))
