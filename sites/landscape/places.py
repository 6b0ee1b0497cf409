"""Scenes of the open country."""

from collections.abc import Callable, Mapping

from sites.landscape.buildings import arches, church, house, person, tower, village
from sites.landscape.light import Light
from sites.landscape.pen import HIGH, Curve, Pen, mix
from sites.landscape.terrain import cypress, drystone, fields, foreground, hill, lowered, oak, poplar, river, woods


def hilltop(pen: Pen, light: Light, horizon: Curve) -> None:
    """A village on its hill, among walls and oaks."""
    x = pen.wide * pen.between(0.6, 0.7)
    village(pen, light, x, horizon(x) + 26, pen.between(1.05, 1.2))
    woods(
        pen, lambda at: horizon(at) + 52, ((x / pen.wide - 0.19, x / pen.wide + 0.19),), 20, (9, 19), light.depth(0.62)
    )
    line = hill(pen, light, 0.775, 0.56)
    fields(pen, light, line, HIGH)
    woods(pen, line, ((0, 1),), 16, (10, 22), light.depth(0.74))
    for at in range(3):
        drystone(pen, light, line, 26 + at * 38)
    foreground(pen, light)


def bridge(pen: Pen, light: Light, horizon: Curve) -> None:
    """A river, its bridge, a town on the far bank."""
    x = pen.wide * pen.between(0.6, 0.7)
    village(pen, light, x, horizon(x) + 40, 0.95, 1.35)
    line = hill(pen, light, 0.71, 0.5, 10)
    woods(pen, line, ((0, 1),), 20, (9, 20), light.depth(0.66))
    river(pen, light, 0.755)
    span = (pen.wide * 0.24, pen.wide * 1.04)
    deck, water = HIGH * 0.69, HIGH * 0.8
    arches(pen, light, span, deck, water, round((span[1] - span[0]) / 150))
    if pen.chance(0.6):
        for share in (0.3, 0.62):
            tower(pen, light, span[0] + (span[1] - span[0]) * share, water + 4, 46, 165)
    line = pen.ridge(HIGH * 0.95, 12, 1, 30)
    for _ in range(9):
        at = pen.between(-0.02, 0.26) * pen.wide
        poplar(pen, at, line(at) + 8, pen.between(20, 40), mix(light.near, light.leaf, pen.between(0.2, 0.45)))
    pen.ground(light.near, line)


def causse(pen: Pen, light: Light, horizon: Curve) -> None:
    """The limestone plateau: a dolmen, junipers, sheep behind dry-stone walls."""
    woods(pen, horizon, ((0, 1),), 22, (7, 16), light.depth(0.44))
    line = hill(pen, light, 0.72, 0.42)
    pen.ground(pen.fade(mix(light.grass, light.far, 0.2), mix(light.grass, light.leaf, 0.5)), line)
    fields(pen, light, line, HIGH)
    drystone(pen, light, line, 22)
    x, base = pen.wide * pen.between(0.54, 0.68), HIGH * 0.845
    stone = mix(light.wall, light.slate, 0.42)
    pen.oval(light.ink, x, base + 4, 190, 15, 0.25)
    for dx, w, h in ((-120, 46, 104), (62, 54, 98)):
        pen.path(
            pen.fade(stone, mix(stone, light.ink, 0.35)),
            f"M{x + dx:.0f} {base:.0f}l6 -{h}q20 -16 {w - 10} -4l10 {h + 4}z",
        )
    pen.path(mix(stone, light.ink, 0.45), f"M{x - 74:.0f} {base - 4:.0f}v-92h136v92z", 0.55)
    pen.path(
        pen.fade(mix(stone, light.bright, 0.3), mix(stone, light.ink, 0.2)),
        f"M{x - 178:.0f} {base - 96:.0f}q20 -34 96 -42q110 -16 210 4q52 14 44 36q-20 18 -120 12q-130 10 -230 -10z",
    )
    for _ in range(9):
        at, down = pen.between(0.02, 0.98) * pen.wide, pen.between(0.79, 0.88) * HIGH
        if abs(at - x) > 230:  # noqa: PLR2004 - clear of the stones
            sheep(pen, light, at, down)
    for _ in range(7):
        at = pen.between(0, 1) * pen.wide
        cypress(pen, at, HIGH * pen.between(0.86, 0.92), pen.between(11, 17), mix(light.leaf, light.near, 0.4))
    foreground(pen, light, 0.95)


def sheep(pen: Pen, light: Light, x: float, y: float) -> None:
    """A Causses du Lot ewe: white, with black spectacles."""
    wool = mix(light.bright, light.wall, 0.4)
    pen.stroke(
        light.ink, f"M{x - 8:.0f} {y:.0f}v9M{x - 3:.0f} {y:.0f}v9M{x + 7:.0f} {y:.0f}v9M{x + 11:.0f} {y:.0f}v9", 2.4
    )
    pen.oval(wool, x, y - 4, 17, 10.5)
    pen.oval(wool, x + 17, y - 11, 7, 6)
    pen.disc(light.ink, x + 19, y - 11.5, 2.4)
    pen.stroke(light.ink, f"M{x + 12:.0f} {y - 15:.0f}l-5 -2", 2.4)


def vineyard(pen: Pen, light: Light, _horizon: Curve) -> None:
    """Rows of vines that run to an estate and its dovecote."""
    line = hill(pen, light, 0.7, 0.36, 14)
    woods(pen, line, ((0, 1),), 14, (9, 18), light.depth(0.5))
    x = pen.wide * pen.between(0.62, 0.74)
    base = line(x) + 26
    for at, (w, h) in enumerate(((62, 44), (92, 56), (56, 40))):
        house(pen, light, x - 110 + at * 74, base, w, h)
    tower(pen, light, x + 130, base + 2, 38, 84)
    top, vanish = HIGH * 0.735, pen.wide * 0.55
    pen.path(
        pen.fade(mix(light.earth, light.grass, 0.35), light.earth),
        f"M-10 {top + 14:.0f}Q{vanish:.0f} {top - 12:.0f} {pen.wide + 10:.0f} {top + 16:.0f}V{HIGH + 10}H-10z",
    )
    vine = mix(light.leaf, light.grass, 0.3)
    for at in range(-15, 16):
        near, far = vanish + at * pen.wide * 0.105, vanish + at * pen.wide * 0.03
        half = pen.wide * 0.021
        shade = mix(vine, light.near, 0.3 if at % 2 else 0.06)
        pen.polygon(shade, ((far - 4, top + 8), (far + 4, top + 8), (near + half, HIGH + 10), (near - half, HIGH + 10)))
        pen.stroke(
            mix(vine, light.accent, 0.35),
            f"M{far:.0f} {top + 8:.0f}L{near + half * 0.4:.0f} {HIGH + 10}",
            5,
            0.6,
            "2 16 5 13",
        )
    for _ in range(4):
        person(pen, light, pen.between(0.25, 0.8) * pen.wide, HIGH * pen.between(0.84, 0.92), 54)


def mill(pen: Pen, light: Light, _horizon: Curve) -> None:
    """A windmill above the wheat."""
    line = hill(pen, light, 0.7, 0.34, 26)
    pen.ground(pen.fade(mix(light.accent, light.grass, 0.35), mix(light.earth, light.accent, 0.4)), line)
    for at in range(9):
        furrow = pen.along(lowered(line, 18 + at * (14 + at * 2.4)))
        pen.stroke(mix(light.earth, light.wood, 0.25), furrow, 2.4, 0.4, "3 5 9 6")
    x = pen.wide * pen.between(0.58, 0.7)
    base = line(x) + 16
    pen.polygon(
        pen.fade(mix(light.wall, light.bright, 0.3), light.shade),
        ((x - 54, base), (x - 38, base - 150), (x + 38, base - 150), (x + 54, base)),
    )
    pen.polygon(light.shade, ((x + 14, base), (x + 12, base - 150), (x + 38, base - 150), (x + 54, base)), 0.7)
    pen.polygon(light.slate, ((x - 48, base - 150), (x, base - 212), (x + 48, base - 150)))
    pen.path(light.wood, f"M{x - 13:.0f} {base:.0f}v-38a13 13 0 0 1 26 0v38z")
    pen.box(light.pane, x - 8, base - 112, 16, 20)
    lean = pen.between(0.1, 0.9)
    for quarter in range(4):
        dx, dy = ((1, lean), (-lean, 1), (-1, -lean), (lean, -1))[quarter]
        tip, hub = (x + dx * 118, base - 158 + dy * 118), (x, base - 158)
        pen.stroke(light.wood, f"M{hub[0]:.0f} {hub[1]:.0f}L{tip[0]:.0f} {tip[1]:.0f}", 5)
        side = (-dy * 24, dx * 24)
        inner = (x + dx * 30, base - 158 + dy * 30)
        pen.polygon(
            light.bright,
            (inner, tip, (tip[0] + side[0], tip[1] + side[1]), (inner[0] + side[0], inner[1] + side[1])),
            0.82,
        )
    pen.disc(light.ink, x, base - 158, 7)
    oak(pen, x - 150, base + 18, 42, light.leaf)
    oak(pen, x + 190, base + 26, 34, mix(light.leaf, light.near, 0.2))
    foreground(pen, light, 0.95)


def cliff(pen: Pen, light: Light, _horizon: Curve) -> None:
    """Houses against a cliff, a river at its foot."""
    left = pen.wide * pen.between(0.36, 0.44)
    top = HIGH * 0.3
    rock = mix(light.wall, light.slate, 0.22)
    face = (
        f"M{left - 40:.0f} {HIGH * 0.8:.0f}l34 -190l-14 -70l44 -92q60 -34 150 -24q90 -40 190 -18"
        f"q110 -26 {pen.wide - left:.0f} -6V{HIGH * 0.8:.0f}z"
    )
    pen.path(pen.fade(mix(rock, light.bright, 0.2), mix(rock, light.shade, 0.7)), face)
    for _ in range(16):
        x, y = pen.between(left + 20, pen.wide), pen.between(top + 30, HIGH * 0.66)
        pen.stroke(
            mix(rock, light.ink, 0.4),
            f"M{x:.0f} {y:.0f}q{pen.between(-14, 14):.0f} {pen.between(20, 40):.0f} "
            f"{pen.between(-6, 6):.0f} {pen.between(46, 96):.0f}",
            3,
            0.24,
        )
    for _ in range(20):
        x = pen.between(left + 30, pen.wide)
        oak(
            pen, x, top + 30 + pen.between(0, 18), pen.between(12, 22), mix(light.leaf, light.near, pen.between(0, 0.4))
        )
    church(pen, light, left + 150, HIGH * 0.52, 0.9)
    for row in range(3):
        for at in range(int((pen.wide - left) / 66) + row * 2):
            x = left + 10 - row * 26 + at * pen.between(46, 62)
            house(pen, light, x, HIGH * (0.6 + row * 0.065), pen.between(38, 56), pen.between(32, 50))
    woods(pen, lambda _x: HIGH * 0.755, ((0, 1),), 20, (12, 24), light.depth(0.7))
    river(pen, light, 0.785)
    foreground(pen, light, 0.95)


def trail(pen: Pen, light: Light, _horizon: Curve) -> None:
    """A path winding to the hills, walkers, a signpost."""
    line = hill(pen, light, 0.7, 0.36, 20)
    pen.ground(pen.fade(mix(light.grass, light.far, 0.15), mix(light.grass, light.leaf, 0.6)), line)
    fields(pen, light, line, HIGH)
    x = pen.wide * pen.between(0.46, 0.58)
    y = line(x) + 3
    low = HIGH + 10
    way = (
        f"M{x - 4:.0f} {y:.0f}C{x + 60:.0f} {y + 34:.0f} {x - 96:.0f} {y + 50:.0f} {x - 40:.0f} {y + 92:.0f}"
        f"S{x + 150:.0f} {y + 150:.0f} {x - 70:.0f} {low:.0f}H{x + 170:.0f}C{x + 290:.0f} {y + 150:.0f} {x + 20:.0f} "
        f"{y + 110:.0f} {x + 4:.0f} {y + 82:.0f}S{x + 78:.0f} {y + 36:.0f} {x + 6:.0f} {y:.0f}z"
    )
    pen.path(pen.fade(mix(light.earth, light.bright, 0.4), light.earth), way)
    woods(pen, line, ((0, 0.42), (0.68, 1)), 11, (16, 34), mix(light.leaf, light.near, 0.25))
    person(pen, light, x + 78, HIGH * 0.9, 66)
    person(pen, light, x + 124, HIGH * 0.905, 60)
    post = pen.wide * 0.74
    pen.box(light.wood, post, HIGH * 0.66, 9, HIGH * 0.27)
    for at, side in enumerate((1, -1)):
        y = HIGH * (0.675 + at * 0.06)
        pen.polygon(
            light.accent if at else light.bright,
            (
                (post + 4 - side * 22, y),
                (post + 4 + side * 92, y),
                (post + 4 + side * 112, y + 15),
                (post + 4 + side * 92, y + 30),
                (post + 4 - side * 22, y + 30),
            ),
        )
    foreground(pen, light, 0.94)


PLACES: Mapping[str, Callable[[Pen, Light, Curve], None]] = {
    "village": hilltop,
    "river": bridge,
    "causse": causse,
    "vineyard": vineyard,
    "mill": mill,
    "cliff": cliff,
    "trail": trail,
}
