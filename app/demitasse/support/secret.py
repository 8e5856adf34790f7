"""A text that cannot be printed by accident."""


class Secret:
    """A password or token; `str` and `repr` are dots, so that logging it by mistake does not leak it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the text, for sending or storing it."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(••••)"

    def __str__(self) -> str:
        return "••••"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __bool__(self) -> bool:
        return bool(self._value)
