"""A text that cannot be printed by accident."""


class Secret:
    """Wraps a password or token; `str` and `repr` are dots, so a forgotten log line cannot leak it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        """Wrap `value`."""
        self._value = value

    def reveal(self) -> str:
        """The text itself, for the one line that must send or store it."""
        return self._value

    def __repr__(self) -> str:
        """Dots."""
        return "Secret(••••)"

    def __str__(self) -> str:
        """Dots."""
        return "••••"

    def __eq__(self, other: object) -> bool:
        """Equal when the texts are."""
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        """As the text's."""
        return hash(self._value)

    def __bool__(self) -> bool:
        """False if there is nothing in it."""
        return bool(self._value)
