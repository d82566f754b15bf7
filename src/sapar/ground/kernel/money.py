"""Money: an exact amount in one currency. Amounts of two currencies are never added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sapar.ground.kernel.errors import InvalidInput

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount with its ISO 4217 currency.

    The amount is a Decimal; a float is refused because it cannot hold a cent exactly.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if isinstance(self.amount, float):
            raise InvalidInput(
                "An amount of money came as a binary fraction",
                remedy="Give it as a Decimal, an integer or a text such as '12.30'.",
            )
        if not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()):
            raise InvalidInput(
                f"'{self.currency}' is not a currency code",
                remedy="Use the three letters of ISO 4217, such as EUR or KGS.",
            )
        amount = Decimal(self.amount)
        if not amount.is_finite():
            raise InvalidInput(f"'{amount}' is not an amount", remedy="Give a finite number.")
        object.__setattr__(self, "amount", amount)

    def __add__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        return Money(self.amount * factor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same_currency(other)
        return self.amount < other.amount

    def __str__(self) -> str:
        return f"{self.currency} {self.rounded().amount:,}"

    def rounded(self) -> Money:
        """The amount to the cent, half up, as a financial report prints it."""
        return Money(self.amount.quantize(CENT, ROUND_HALF_UP), self.currency)

    def share_of(self, whole: Money) -> Decimal | None:
        """This amount as a share of another of the same currency; None when the whole is nought."""
        self._same_currency(whole)
        return None if whole.amount == 0 else self.amount / whole.amount

    def _same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            raise InvalidInput(
                f"{self.currency} and {other.currency} cannot be put together",
                remedy="Convert one of them at a rate with a source and a date first.",
            )

    @staticmethod
    def total(amounts: Iterable[Money], currency: str) -> Money:
        """The sum of amounts that are all in one currency; nought when there are none."""
        sum_ = Money(Decimal(0), currency)
        for amount in amounts:
            sum_ = sum_ + amount
        return sum_
