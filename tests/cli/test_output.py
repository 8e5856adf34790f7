"""What reaches the terminal: one line each, in columns, and nothing that could steer it."""

from __future__ import annotations

import random
import unicodedata

import pytest

from demitasse.cli import output

TURNING = {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Fix login", "Fix login"),
        ("Größe ändern · 日本 👩‍💻", "Größe ändern · 日本 👩‍💻"),
        ("two\nlines\tand more", "two lines and more"),
        ("\x1b[31mred\x1b[0m", "�[31mred�[0m"),
        ("\x1b]0;title\x07", "�]0;title�"),
        ("\x9b31m", "�31m"),
        ("nul\x00", "nul�"),
        ("\u202egnp.exe", "�gnp.exe"),
        ("\u2066a\u2069\u200f\u061c", "�a���"),
        ("line\u2028paragraph\u2029", "line paragraph "),
    ],
)
def test_control_characters_are_replaced(text: str, shown: str) -> None:
    assert output.clean(text) == shown


def test_no_control_character_survives(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a test
    for _round in range(300):
        text = "".join(chr(dice.choice([dice.randrange(0x300), dice.randrange(0x2000, 0x2100)])) for _ in range(20))
        shown = output.clean(text)
        assert not [one for one in shown if unicodedata.category(one) in {"Cc", "Zl", "Zp"}], repr(text)
        assert not [one for one in shown if unicodedata.bidirectional(one) in TURNING], repr(text)


def test_columns_are_aligned() -> None:
    rows = [("1", "1:30", "Web"), ("12", "12:00", "Shop")]
    assert output.table(rows, right=frozenset({0, 1})) == [" 1   1:30  Web", "12  12:00  Shop"]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("abc", 3), ("日本", 4), ("ｆｕｌｌ", 8), ("e\u0301", 1), ("❤", 1), ("❤\ufe0f", 2), ("☕", 2), ("👍🏽", 2),
        ("👩‍💻", 2), ("👨‍👩‍👧‍👦", 2), ("🇩🇪", 2), ("שָׁלוֹם", 4), ("क्षि", 3), ("a\u200bb", 2), ("soft\u00adhyphen", 10),
    ],
)  # fmt: skip
def test_each_text_takes_the_columns_of_a_terminal(text: str, columns: int) -> None:
    """As terminals with full Unicode support show it, which the table shows by the column behind."""
    assert output.table([(text, "x"), ("a" * 12, "x")])[0] == text + " " * (12 - columns) + "  x"


def test_nothing_is_cut_without_a_terminal() -> None:
    assert output.table([("a", "b" * 500)], flexible=1) == ["a  " + "b" * 500]


def test_no_rows_are_no_lines() -> None:
    assert output.table([]) == []
