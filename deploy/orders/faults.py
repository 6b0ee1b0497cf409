"""What is wrong with orders: each fault with its place, all of them told at once. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, in one French sentence; ``line`` and ``key`` say where, when something does."""

    problem: str
    name: str = ""
    line: int | None = None
    key: str = ""
    word: str = "clé"  # what a key is called in this kind of file
    insee: str = ""
    path: tuple[str | int, ...] = ()  # the way down to the value, where the text is TOML

    def __str__(self) -> str:
        """« cahors.toml, ligne 4, clé « pack » : pack inconnu. »."""
        place = f"{self.name}, ligne {self.line}" if self.line else self.name
        place += f", {self.word} « {self.key} »" if self.key else ""
        return f"{place} : {self.problem}" if place else self.problem


class OrderError(Exception):
    """An order that cannot be taken. The message is a French sentence for each fault, one a line."""

    def __init__(self, *faults: Fault | str) -> None:
        """A text alone is a whole sentence."""
        self.faults = tuple(Fault(one) if isinstance(one, str) else one for one in faults)
        super().__init__("\n".join(map(str, self.faults)))


class OrdersRefusedError(OrderError):
    """One or more orders are wrong; ``sentences`` says each."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """One per fault."""
        return tuple(map(str, self.faults))


class Gathering:
    """Reads on after a fault, and keeps them all."""

    def __init__(self) -> None:
        """Nothing is wrong yet."""
        self.faults: list[Fault] = []

    def of(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What the function gives, or nothing when it refuses."""
        try:
            return function(*args, **kwargs)
        except OrderError as error:
            self.faults += error.faults
            return None

    def refuse(self) -> None:
        """Raise what was gathered, if anything was."""
        if self.faults:
            raise OrderError(*self.faults)


@dataclass(frozen=True, slots=True)
class Refused:
    """Stands for a value that could not be read at all: its reader says ``problem``, the end of a French sentence."""

    problem: str


def accepted(value: Any) -> Any:
    """The value; ``ValueError`` with the problem of one that was refused."""
    if isinstance(value, Refused):
        raise ValueError(value.problem)  # noqa: TRY004  # what readers raise
    return value
