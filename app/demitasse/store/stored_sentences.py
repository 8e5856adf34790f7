"""Codes for the English sentences that databases of version 1 hold (frozen: later wording changes nothing here)."""

import json
import re
from contextlib import suppress
from typing import Any

from demitasse.domain.errors import FaultCode, Reason
from demitasse.store.database import Database
from demitasse.store.encoding import checksum, decode_reason, encode_reason
from demitasse.store.settings import USER_MESSAGES

Row = dict[str, Any]

_SENTENCES = {
    FaultCode.TIMEOUT: "CoffeeCup did not answer in time.",
    FaultCode.TOO_SLOW: "CoffeeCup took too long to answer.",
    FaultCode.ANSWER_TOO_LARGE: "CoffeeCup answered with more than it can mean.",
    FaultCode.ANSWER_PACKED: "CoffeeCup answered in a form that cannot be read.",
    FaultCode.CONNECTION_CUT: "The connection to CoffeeCup was cut.",
    FaultCode.NOT_COFFEECUP: "That is not CoffeeCup answering: perhaps this network asks for a login.",
    FaultCode.MOVED_TO: "CoffeeCup answers that it lives elsewhere ({host}).",
    FaultCode.MOVED: "CoffeeCup answers that it lives elsewhere.",
    FaultCode.SERVER_ERROR: "CoffeeCup has a problem of its own ({status}).",
    FaultCode.SERVER_ERROR_TEXT: "CoffeeCup has a problem of its own ({status}: {text}).",
    FaultCode.ANSWER_UNREADABLE: "What CoffeeCup says about this cannot be understood.",
    FaultCode.LIST_INCOMPLETE: "CoffeeCup's list could not be read as a whole.",
    FaultCode.OUTCOME_UNKNOWN: "CoffeeCup does not tell what became of the entry.",
    FaultCode.OTHER_ENTRY: "CoffeeCup answered with another entry.",
    FaultCode.REFUSED: "CoffeeCup did not accept this. ({status})",
    FaultCode.REFUSED_SESSION: "CoffeeCup does not know this session. ({status})",
    FaultCode.REFUSED_RIGHTS: "CoffeeCup does not allow this to your account. ({status})",
    FaultCode.REFUSED_MISSING: "CoffeeCup has no such thing (any more). ({status})",
    FaultCode.REFUSED_CHANGED: "CoffeeCup did not accept this, because something changed there. ({status})",
    FaultCode.REFUSED_TOO_LARGE: "This is more than CoffeeCup takes. ({status})",
    FaultCode.ENTRY_BILLED: "It has been billed.",
    FaultCode.ENTRY_LOCKED: "It is locked.",
    FaultCode.ENTRY_APPROVED: "It has been approved.",
    FaultCode.ENTRY_ARCHIVED: "It is archived.",
    FaultCode.DELETED_THERE: "This entry was deleted on CoffeeCup while it was changed here.",
    FaultCode.SEVERAL_ALIKE: "This entry may be on CoffeeCup already, and Demitasse cannot tell: {number} entries "
    "there look like it.",
    FaultCode.ROWS_PUT_ASIDE: "Something in the timesheet on this computer was damaged by its disk; it was put aside "
    "and is not sent.",
    FaultCode.RECOVERED: "The timesheet's file on this computer was damaged. {number} entries were taken over; it is "
    "kept as {file}.",
    FaultCode.RECOVERED_FROM_COPY: "The timesheet's file on this computer was gone or empty. {number} entries were "
    "taken over from its latest copy.",
}
_ENDINGS = re.compile(
    r" What you track is saved here(?:\.|(; Demitasse looks whether it arrived before anything is sent again\.))$"
)
_FIGURES = {"status": r"\d+", "number": r"\d+"}
_CHECKSUMMED = {"entry": ("id", "locked"), "outbox": ("entry_id", "reason"), "setting": ("name", "value")}
_PLAIN = {"ledger": "words", "conflict": "reason"}


def use_codes(database: Database) -> None:
    """Replace the sentences in all tables; damaged rows stay as they are. Call inside a transaction."""
    for table, (key, column) in _CHECKSUMMED.items():
        rows = [dict(row) for row in database.rows(f"SELECT * FROM {table} WHERE {column} != ''")]  # noqa: S608
        for row in rows:
            new = coded(table, row)
            if new != row and row["crc"] == checksum(row):
                sql = f"UPDATE {table} SET {column} = :{column}, crc = :crc WHERE {key} = :{key}"  # noqa: S608
                database.write(sql, new)
    for table, column in _PLAIN.items():
        for (text,) in database.rows(f"SELECT DISTINCT {column} FROM {table} WHERE {column} != ''"):  # noqa: S608
            sql = f"UPDATE {table} SET {column} = ? WHERE {column} = ?"  # noqa: S608
            database.write(sql, (_code(text), text))


def coded(table: str, row: Row) -> Row:
    """Return `row` with a code in the place of its sentence, and a checksum that fits."""
    if table == "setting":
        changes = {"value": _coded_news(row["value"])} if row["name"] == USER_MESSAGES.name else {}
    else:
        _, column = _CHECKSUMMED.get(table, ("", ""))
        changes = {column: _code(row[column])} if row.get(column) else {}
    new = row | changes
    return new if new == row else new | {"crc": checksum(new)}


def _coded_news(value: str) -> str:
    news = json.loads(value)
    items = [
        {"reason": _code(item["message"]), "told": item["told"]} if "message" in item else item
        for item in news.get("items", [])
    ]
    return json.dumps({**news, "items": items}) if items else value


def _code(text: str) -> str:
    """Return the stored form of the reason that a sentence gives; an encoded reason stays as it is."""
    with suppress(ValueError, KeyError):
        decode_reason(text)
        return text
    ending = _ENDINGS.search(text)
    written = {"write": True} if ending and ending[1] else {}
    sentence = text[: ending.start()] if ending else text
    for code, template in _SENTENCES.items():
        if match := re.fullmatch(_pattern(template), sentence, re.DOTALL):
            figures = {name: int(value) if name in _FIGURES else value for name, value in match.groupdict().items()}
            return encode_reason(Reason(code, figures | written))
    return encode_reason(Reason(FaultCode.SERVER_TEXT, {"text": text}))


def _pattern(template: str) -> str:
    return re.sub(r"\\\{(\w+)\\\}", lambda hole: f"(?P<{hole[1]}>{_FIGURES.get(hole[1], '.*')})", re.escape(template))
