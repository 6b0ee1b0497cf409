"""Skies, hills, trees, fields and water."""

from sites.landscape.light import Light
from sites.landscape.pen import HIGH, Curve, Pen, mix

DARK = 0.5  # how dim an hour must be for stars to show


def backdrop(pen: Pen, light: Light) -> Curve:
    """Sky and far hills; the answer is the line on which the scene is set."""
    pen.add(f'<rect width="100%" height="100%" fill="{pen.fade(light.zenith, light.skyline, 0.7)}"/>')
    _sun(pen, light)
    if light.hour.dim > DARK:
        stars(pen, light)
    else:
        clouds(pen, light)
    line: Curve = pen.ridge(HIGH * 0.5, 30)
    for at, (y, swell) in enumerate(((0.49, 46), (0.555, 40), (0.625, 30))):
        line = pen.ridge(HIGH * y, swell, 1.5 - at * 0.3, pen.between(-40, 40))
        colour = light.depth(0.02 + at * 0.16)
        pen.ground(pen.fade(colour, mix(colour, light.skyline, 0.5), 0.62), line)
    return line


def _sun(pen: Pen, light: Light) -> None:
    x, y = pen.wide * pen.between(0.3, 0.86), HIGH * light.hour.sun_height
    night = light.hour.dim > DARK
    pen.disc(pen.glow(light.hour.sun), x, y, 130 if night else 300, 0.5 if night else 1)
    pen.disc(light.hour.sun, x, y, 32 if night else 36, 0.92)
    if night:
        for dx, dy, r in ((-9, -7, 7), (10, 4, 9), (-5, 12, 5)):
            pen.disc(mix(light.hour.sun, light.skyline, 0.25), x + dx, y + dy, r)


def stars(pen: Pen, light: Light) -> None:
    """A clear night."""
    for _ in range(46):
        pen.disc(light.hour.sun, pen.between(0, pen.wide), pen.between(10, HIGH * 0.42), pen.between(0.9, 2.4), 0.8)


def clouds(pen: Pen, light: Light) -> None:
    """Flat-bottomed fair-weather clouds, and a few birds."""
    for _ in range(3 + int(pen.chance(0.5))):
        x, y, w = pen.between(-80, pen.wide), pen.between(50, HIGH * 0.26), pen.between(130, 300)
        soft = mix(light.skyline, "#ffffff", 0.6)
        pen.path(soft, f"M{x:.0f} {y:.0f}q{w * 0.06:.0f} -26 {w * 0.22:.0f} -20q{w * 0.1:.0f} -34 {w * 0.3:.0f} -16"
                       f"q{w * 0.2:.0f} -16 {w * 0.28:.0f} 14q{w * 0.14:.0f} 2 {w * 0.2:.0f} 22z", 0.5)  # fmt: skip
    x, y = pen.between(pen.wide * 0.3, pen.wide * 0.8), pen.between(130, 240)
    for _ in range(4):
        size, dx, dy = pen.between(7, 12), pen.between(-70, 70), pen.between(-30, 30)
        pen.stroke(
            light.near,
            f"M{x + dx:.0f} {y + dy:.0f}q{size:.0f} -{size:.0f} {size:.0f} 0q0 -{size:.0f} {size:.0f} 0",
            2.2,
            0.45,
        )


def hill(pen: Pen, light: Light, y: float, depth: float, swell: float = 22) -> Curve:
    """A nearer hill across the picture."""
    line = pen.ridge(HIGH * y, swell, 0.7, pen.between(-34, 34))
    colour = light.depth(depth)
    pen.ground(pen.fade(colour, mix(colour, light.near, 0.3)), line)
    return line


def oak(pen: Pen, x: float, y: float, r: float, colour: str) -> None:
    """A round tree, lit from above."""
    pen.box(mix(colour, "#2a1c14", 0.6), x - r * 0.09, y - r * 0.5, r * 0.18, r * 0.6)
    pen.oval(colour, x, y - r * 1.05, r, r * 0.9)
    pen.oval(colour, x - r * 0.55, y - r * 0.8, r * 0.62, r * 0.55)
    pen.oval(mix(colour, "#ffffff", 0.1), x + r * 0.25, y - r * 1.3, r * 0.62, r * 0.5)


def cypress(pen: Pen, x: float, y: float, r: float, colour: str) -> None:
    """A dark flame of a tree."""
    pen.path(
        colour,
        f"M{x:.0f} {y - r * 3.6:.0f}q{r * 0.85:.0f} {r * 1.9:.0f} {r * 0.3:.0f} {r * 3.6:.0f}h-{r * 0.6:.0f}"
        f"q-{r * 0.55:.0f} -{r * 1.7:.0f} {r * 0.3:.0f} -{r * 3.6:.0f}z",
    )


def poplar(pen: Pen, x: float, y: float, r: float, colour: str) -> None:
    """A tree of the river bank."""
    pen.box(mix(colour, "#2a1c14", 0.6), x - 2, y - r, 4, r)
    pen.oval(colour, x, y - r * 2.1, r * 0.62, r * 1.7)
    pen.oval(mix(colour, "#ffffff", 0.1), x + r * 0.12, y - r * 2.4, r * 0.36, r * 1.1)


def woods(
    pen: Pen, line: Curve, spans: tuple[tuple[float, float], ...], count: int, size: tuple[float, float], colour: str
) -> None:
    """Trees along a line, far ones first; spans are shares of the width."""
    spots = []
    for start, end in spans:
        for _ in range(count):
            x = pen.between(start, end) * pen.wide
            spots.append((line(x) + pen.between(2, 16), x, pen.between(*size), pen.between(0, 1)))
    for y, x, r, kind in sorted(spots):
        tint = mix(colour, "#ffffff" if kind > 0.5 else "#000000", kind * 0.09)  # noqa: PLR2004 - an even draw
        (cypress if kind < 0.22 else oak)(pen, x, y, r, tint)  # noqa: PLR2004 - one in five


def foreground(pen: Pen, light: Light, y: float = 0.9) -> None:
    """The dark edge nearest to us, heavier in the corners."""
    line = pen.ridge(HIGH * y, 16, 0.8, pen.between(-30, 30))
    woods(pen, line, ((-0.02, 0.24), (0.8, 1.02)), 9, (20, 46), mix(light.near, light.leaf, 0.16))
    pen.ground(pen.fade(mix(light.near, light.leaf, 0.14), light.near), line)


def fields(pen: Pen, light: Light, line: Curve, y: float) -> None:
    """Strips of crops between a hill and ``y``."""
    for _ in range(7):
        x, w = pen.between(-60, pen.wide), pen.between(150, 420)
        top = line(x) + pen.between(12, 60)
        tint = pen.pick(
            [light.grass, light.earth, mix(light.grass, light.leaf, 0.4), mix(light.accent, light.grass, 0.5)]
        )
        pen.path(tint, f"M{x:.0f} {top:.0f}q{w / 2:.0f} -22 {w:.0f} 4l{w * 0.24:.0f} {y * 0.05:.0f}q-{w * 0.7:.0f} -12 "
                       f"-{w * 1.3:.0f} 8z", 0.5)  # fmt: skip


def lowered(line: Curve, down: float) -> Curve:
    """The same line, further down."""
    return lambda x: line(x) + down


def drystone(pen: Pen, light: Light, line: Curve, below: float) -> None:
    """Low walls that follow the land."""
    stone = mix(light.wall, light.earth, 0.3)
    course = pen.along(lowered(line, below))
    pen.stroke(mix(stone, light.near, 0.5), course, 11, 0.75)
    pen.stroke(stone, course, 8, 0.85, "13 4 8 3 17 4 10 3")


def river(pen: Pen, light: Light, y: float) -> None:
    """Water from side to side, with glints."""
    top = HIGH * y
    pen.path(
        pen.fade(mix(light.water, light.skyline, 0.4), light.water, 0.8),
        f"M-10 {top + 12:.0f}Q{pen.wide * 0.3:.0f} {top - 16:.0f} {pen.wide * 0.58:.0f} {top + 14:.0f}"
        f"T{pen.wide + 10:.0f} {top:.0f}V{HIGH + 10}H-10z",
    )
    for _ in range(22):
        x, gy = pen.between(0, pen.wide), pen.between(top + 34, HIGH - 16)
        pen.stroke(light.hour.sun, f"M{x:.0f} {gy:.0f}h{pen.between(24, 120):.0f}", 2.6, pen.between(0.2, 0.5))
