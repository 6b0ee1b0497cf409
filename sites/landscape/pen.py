"""The pen: shapes, chance and colours, on a sheet 760 units high whatever the size of the picture."""

import random
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from sites.palette import mix

HIGH = 760
Point = tuple[float, float]
Curve = Callable[[float], float]

__all__ = ["HIGH", "Curve", "Pen", "Point", "mix"]


class Pen:
    """Collects the shapes of one drawing; every draw of chance comes from its seed."""

    def __init__(self, seed: str, ratio: float) -> None:
        """``ratio`` is width over height; ``wide`` the resulting width in units."""
        # Seeding by text and drawing by random() alone: both are promised stable from one Python to the next.
        self._chance = random.Random(seed)  # noqa: S311
        self.wide = HIGH * ratio
        self._defs: list[str] = []
        self._shapes: list[str] = []

    def between(self, low: float, high: float) -> float:
        """A number drawn evenly."""
        return low + (high - low) * self._chance.random()

    def chance(self, share: float) -> bool:
        """True that often."""
        return self._chance.random() < share

    def pick(self, choices: Sequence[str]) -> str:
        """One of them."""
        return choices[int(self._chance.random() * len(choices))]

    def add(self, shape: str) -> None:
        """Put down an element already written."""
        self._shapes.append(shape)

    def path(self, fill: str, d: str, opacity: float = 1) -> None:
        """A filled outline."""
        self.add(f'<path fill="{fill}"{_faint("fill", opacity)} d="{d}"/>')

    def stroke(self, colour: str, d: str, width: float = 3, opacity: float = 1, dashes: str = "") -> None:
        """A line."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.add(
            f'<path fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linecap="round"'
            f'{_faint("stroke", opacity)}{dashed} d="{d}"/>'
        )

    def box(self, fill: str, x: float, y: float, w: float, h: float, round_: float = 0, opacity: float = 1) -> None:
        """A rectangle from its top left corner."""
        corner = f' rx="{round_:.0f}"' if round_ else ""
        self.add(
            f'<rect x="{x:.0f}" y="{y:.0f}" width="{w:.0f}" height="{h:.0f}"{corner} fill="{fill}"'
            f"{_faint('fill', opacity)}/>"
        )

    def disc(self, fill: str, x: float, y: float, r: float, opacity: float = 1) -> None:
        """A circle from its centre."""
        self.add(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r:.1f}" fill="{fill}"{_faint("fill", opacity)}/>')

    def oval(self, fill: str, x: float, y: float, rx: float, ry: float, opacity: float = 1) -> None:
        """An ellipse from its centre."""
        self.add(
            f'<ellipse cx="{x:.0f}" cy="{y:.0f}" rx="{rx:.0f}" ry="{ry:.0f}" fill="{fill}"{_faint("fill", opacity)}/>'
        )

    def arch(self, fill: str, x: float, base: float, w: float, h: float) -> None:
        """A round-headed opening from its bottom left corner; ``h`` is where the curve starts."""
        self.path(fill, f"M{x:.0f} {base:.0f}v-{h:.0f}a{w / 2:.1f} {w / 2:.1f} 0 0 1 {w:.1f} 0v{h:.0f}z")

    def polygon(self, fill: str, points: Iterable[Point], opacity: float = 1) -> None:
        """A closed shape with straight sides."""
        self.path(fill, "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points) + "z", opacity)

    def fade(self, top: str, bottom: str, turn: float = 1) -> str:
        """A vertical gradient; the answer is used as a fill. ``turn`` is where the second colour is reached."""
        name = f"f{len(self._defs)}"
        self._defs.append(
            f'<linearGradient id="{name}" x2="0" y2="1"><stop stop-color="{top}"/>'
            f'<stop offset="{turn:g}" stop-color="{bottom}"/></linearGradient>'
        )
        return f"url(#{name})"

    def glow(self, colour: str) -> str:
        """A halo that dies out towards its edge."""
        name = f"f{len(self._defs)}"
        self._defs.append(
            f'<radialGradient id="{name}"><stop stop-color="{colour}" stop-opacity=".85"/>'
            f'<stop offset=".3" stop-color="{colour}" stop-opacity=".45"/>'
            f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></radialGradient>'
        )
        return f"url(#{name})"

    def ridge(self, y: float, swell: float, rough: float = 1, tilt: float = 0) -> Curve:
        """A line of hills: a function from x to y, as wavy as ``swell`` and ``rough`` say."""
        waves = [(size, pace, self.between(0, 6.283)) for size, pace in ((1, 0.9), (0.55, 2.1), (0.22 * rough, 4.7))]
        waves.append((0.1 * rough, 9.3, self.between(0, 6.283)))
        wide = self.wide

        def height_at(x: float) -> float:
            turn = x / wide * 6.283 * (wide / 1600)
            return y - swell * sum(size * _sine(pace * turn + start) for size, pace, start in waves) + tilt * x / wide

        return height_at

    def ground(self, fill: str, line: Curve, bottom: float = HIGH + 10) -> None:
        """Everything under a line of hills."""
        self.path(fill, f"M-10 {bottom:.0f}L{self.along(line)[1:]}L{self.wide + 10:.0f} {bottom:.0f}z")

    def along(self, line: Curve, start: float = -10, end: float | None = None, step: float = 56) -> str:
        """The smooth path that follows a line."""
        end = self.wide + 10 if end is None else end
        count = max(2, round((end - start) / step))
        points = [(x, line(x)) for x in (start + (end - start) * at / count for at in range(count + 1))]
        d = f"M{points[0][0]:.0f} {points[0][1]:.0f}"
        for (x0, y0), (x1, y1) in pairwise(points):
            d += f"Q{x0:.0f} {y0:.0f} {(x0 + x1) / 2:.0f} {(y0 + y1) / 2:.0f}"
        return d + f"L{points[-1][0]:.0f} {points[-1][1]:.0f}"

    def turn_over(self) -> None:
        """Show the drawing as in a mirror."""
        self._shapes = [f'<g transform="matrix(-1 0 0 1 {self.wide:.0f} 0)">', *self._shapes, "</g>"]

    def finish(self, width: int, height: int) -> str:
        """Close the drawing, at this size."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {self.wide:.0f} {HIGH}" preserveAspectRatio="xMidYMid slice">'
            f"<defs>{''.join(self._defs)}</defs>{''.join(self._shapes)}</svg>"
        )


def _faint(kind: str, opacity: float) -> str:
    return "" if opacity == 1 else f' {kind}-opacity="{opacity:g}"'


def _sine(turn: float) -> float:
    """Bhaskara's approximation: the same to the last digit on every machine, which libm does not promise."""
    turn %= 6.283185307
    sign = 1 if turn < 3.1415926535 else -1  # noqa: PLR2004 - pi
    turn -= 0 if sign == 1 else 3.1415926535
    product = turn * (3.1415926535 - turn)
    return sign * 16 * product / (49.348022 - 4 * product)
