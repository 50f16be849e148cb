"""Indicators: figures of the last bars, kept as bars finish, a fixed effort for each."""

from abc import abstractmethod
from collections import deque
from decimal import Decimal

from bot.market.bars import Bar, Follower

ZERO = Decimal(0)


class Indicator(Follower):
    """A figure of the last bars; `value` is None until `takes` of them have finished."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.seen = 0
        self.value: Decimal | None = None

    @property
    def takes(self) -> int:
        return self.n

    def add(self, bar: Bar) -> None:
        self.seen += 1
        self._take(bar)

    @abstractmethod
    def _take(self, bar: Bar) -> None: ...


class Sma(Indicator):
    """The mean of the last n closes. The running sum is exact, for closes have few digits."""

    def __init__(self, n: int) -> None:
        super().__init__(n)
        self._closes: deque[Decimal] = deque()
        self._sum = ZERO

    def _take(self, bar: Bar) -> None:
        self._closes.append(bar.close)
        self._sum += bar.close
        if len(self._closes) > self.n:
            self._sum -= self._closes.popleft()
        if len(self._closes) == self.n:
            self.value = self._sum / self.n


class Ema(Indicator):
    """The exponential mean of closes, k = 2 ÷ (n + 1), begun with the mean of the first n.

    J. J. Murphy, Technical Analysis of the Financial Markets (1999), chapter 9; begun as
    https://chartschool.stockcharts.com does.
    """

    def __init__(self, n: int) -> None:
        super().__init__(n)
        self._smooth = _Smooth(n, Decimal(2) / (n + 1))

    def _take(self, bar: Bar) -> None:
        self.value = self._smooth.after(bar.close)


class Atr(Indicator):
    """The average true range: how far price travels in a bar, the gap before it included.

    J. W. Wilder, New Concepts in Technical Trading Systems (1978). The first bar has no close
    before it, so its range is high − low.
    """

    def __init__(self, n: int) -> None:
        super().__init__(n)
        self._smooth = _Smooth(n, Decimal(1) / n)
        self._before: Decimal | None = None

    def _take(self, bar: Bar) -> None:
        before, self._before = self._before, bar.close
        high = bar.high if before is None else max(bar.high, before)
        low = bar.low if before is None else min(bar.low, before)
        self.value = self._smooth.after(high - low)


_FINE = Decimal("1e-12")


class Rsi(Indicator):
    """The relative strength index, 0 to 100: gains as a share of all movement.

    Wilder (1978): 100 − 100 ÷ (1 + gain ÷ loss), each smoothed by his mean. Where nothing has
    moved there is no such share, and `value` stays None with `flat` set.
    """

    def __init__(self, n: int) -> None:
        super().__init__(n)
        self.flat = False
        self._gain = _Smooth(n, Decimal(1) / n)
        self._loss = _Smooth(n, Decimal(1) / n)
        self._before: Decimal | None = None

    @property
    def takes(self) -> int:
        return self.n + 1  # n moves lie between n + 1 closes

    def _take(self, bar: Bar) -> None:
        before, self._before = self._before, bar.close
        if before is None:
            return
        gain = self._gain.after(max(bar.close - before, ZERO))
        loss = self._loss.after(max(before - bar.close, ZERO))
        if gain is None or loss is None:
            return
        self.flat = not gain + loss
        # What a bar without a move leaves as it is, rounding must not move by its last digit.
        self.value = None if self.flat else (100 * gain / (gain + loss)).quantize(_FINE)


class Extreme(Indicator):
    """The highest high (or lowest low) of the last n bars, by a queue that only ever falls (rises).

    D. Lemire, Streaming maximum-minimum filter using no more than three comparisons per element,
    Nordic Journal of Computing 13 (2006): each bar enters and leaves the queue once.
    """

    def __init__(self, n: int, *, high: bool) -> None:
        super().__init__(n)
        self.high = high
        self._queue: deque[tuple[int, Decimal]] = deque()  # which bar it was of, and the price

    def _take(self, bar: Bar) -> None:
        price = bar.high if self.high else bar.low
        while self._queue and self._passed(self._queue[-1][1], price):
            self._queue.pop()
        self._queue.append((self.seen, price))
        if self._queue[0][0] <= self.seen - self.n:
            self._queue.popleft()
        if self.seen >= self.n:
            self.value = self._queue[0][1]

    def _passed(self, older: Decimal, newer: Decimal) -> bool:
        return newer >= older if self.high else newer <= older


class _Smooth:
    # A mean of the first n that then moves by `weight` of the way to each new figure.
    def __init__(self, n: int, weight: Decimal) -> None:
        self._n = n
        self._weight = weight
        self._sum = ZERO
        self._seen = 0
        self._mean: Decimal | None = None

    def after(self, figure: Decimal) -> Decimal | None:
        if self._mean is not None:
            self._mean += (figure - self._mean) * self._weight
            return self._mean
        self._seen += 1
        self._sum += figure
        if self._seen == self._n:
            self._mean = self._sum / self._n
        return self._mean
