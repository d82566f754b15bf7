"""Quantity: a measured number with its unit; two units are never added."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sapar.ground.kernel.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and what it counts, such as 62 officials or 41 per cent."""

    value: Decimal
    unit: str

    def __post_init__(self) -> None:
        if isinstance(self.value, float):
            raise InvalidInput(
                "A quantity came as a binary fraction",
                remedy="Give it as a Decimal, an integer or a text such as '12.5'.",
            )
        object.__setattr__(self, "value", Decimal(self.value))

    def __add__(self, other: Quantity) -> Quantity:
        if self.unit != other.unit:
            raise InvalidInput(
                f"'{self.unit}' and '{other.unit}' cannot be added",
                remedy="Bring both to one unit first.",
            )
        return Quantity(self.value + other.value, self.unit)

    def __str__(self) -> str:
        return f"{self.value.normalize():f} {self.unit}".strip()
