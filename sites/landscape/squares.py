"""Scenes of the village: its square, its school, its works, its festivals."""

from collections.abc import Callable, Mapping

from sites.landscape.buildings import church, crowd, facade, house
from sites.landscape.light import Light
from sites.landscape.pen import HIGH, Curve, Pen, mix
from sites.landscape.terrain import oak, woods

FLOOR = HIGH * 0.82


def _square(pen: Pen, light: Light, horizon: Curve) -> None:
    """Roofs behind, paving in front."""
    woods(pen, lambda x: horizon(x) + 40, ((0, 1),), 14, (16, 34), light.depth(0.5))
    for at in range(-1, int(pen.wide // 96) + 1):
        house(pen, light, at * 96 + pen.between(-14, 14), HIGH * 0.79, pen.between(84, 112), pen.between(84, 140))
    paving = mix(light.earth, light.wall, 0.55)
    pen.box(
        pen.fade(mix(paving, light.bright, 0.2), mix(paving, light.shade, 0.6)),
        -10,
        HIGH * 0.78,
        pen.wide + 20,
        HIGH * 0.23,
    )
    for at in range(7):
        y = HIGH * 0.8 + at * (10 + at * 4)
        pen.stroke(mix(paving, light.ink, 0.25), f"M-10 {y:.0f}H{pen.wide + 10:.0f}", 1.6, 0.25)


def _flag(pen: Pen, light: Light, x: float, y: float) -> None:
    pen.stroke(light.ink, f"M{x:.0f} {y:.0f}v-92", 4)
    for at, colour in enumerate(("#2a4b9b", "#f6f3ea", "#c8323c")):
        pen.box(light.under(colour), x + 3 + at * 22, y - 90, 22, 42)


def town_hall(pen: Pen, light: Light, horizon: Curve) -> None:
    """The mairie, its clock and its flag."""
    _square(pen, light, horizon)
    x, w, h = pen.wide * 0.5, min(pen.wide * 0.56, 640), 270
    facade(pen, light, x - w / 2, FLOOR, (w, h), 5)
    pen.polygon(
        light.wall,
        (
            (x - 84, FLOOR - h),
            (x - 84, FLOOR - h - 66),
            (x, FLOOR - h - 112),
            (x + 84, FLOOR - h - 66),
            (x + 84, FLOOR - h),
        ),
    )
    pen.disc(light.bright, x, FLOOR - h - 42, 30)
    pen.stroke(light.ink, f"M{x:.0f} {FLOOR - h - 42:.0f}v-19M{x:.0f} {FLOOR - h - 42:.0f}l13 8", 4)
    _flag(pen, light, x, FLOOR - h - 108)
    for side in (-1, 1):
        oak(pen, x + side * (w / 2 + 92), FLOOR + 26, 74, light.leaf)
    crowd(pen, light, (x - w / 2, x + w / 2), HIGH * 0.9, 6, 72)


def school(pen: Pen, light: Light, horizon: Curve) -> None:
    """A school at the hour of the bell."""
    _square(pen, light, horizon)
    x, w = pen.wide * 0.54, min(pen.wide * 0.66, 760)
    facade(pen, light, x - w / 2, FLOOR, (w, 180), 7, 1, mix(light.accent, light.wall, 0.62))
    pen.polygon(light.wall, ((x - 74, FLOOR - 180), (x, FLOOR - 250), (x + 74, FLOOR - 180)))
    pen.disc(light.accent, x, FLOOR - 202, 17)
    oak(pen, x - w / 2 - 40, FLOOR + 34, 92, light.leaf)
    for at in range(5):
        pen.stroke(light.bright, f"M{x - 210 + at * 60:.0f} {HIGH * 0.93:.0f}h52l-8 30h-52z", 4, 0.7)
    crowd(pen, light, (x - w / 2, x + w / 2), HIGH * 0.9, 13, 54)


def _stall(pen: Pen, light: Light, x: float, base: float, colour: str) -> None:
    for leg in (8, 142):
        pen.box(light.wood, x + leg, base - 120, 6, 124)
    pen.box(mix(light.wood, light.wall, 0.4), x, base - 52, 156, 46)
    for at in range(9):
        tint = light.under(pen.pick(["#c8402f", "#e59a2f", "#6f9a3c", "#8d4b8f", "#f0d24e", "#3f7d4a"]))
        pen.oval(tint, x + 16 + at * 15.5, base - 55, 9.5, 8)
    for at in range(6):
        cx = x - 12 + at * 30
        pen.path(light.bright if at % 2 else colour, f"M{cx:.0f} {base - 122:.0f}l6 -44h22l2 44a15 12 0 0 1 -30 0z")


def market(pen: Pen, light: Light, horizon: Curve) -> None:
    """Market day under the church."""
    church(pen, light, pen.wide * 0.62, HIGH * 0.78, 3.1)
    _square(pen, light, horizon)
    for at in range(int(pen.wide // 230) + 1):
        _stall(
            pen, light, at * 230 + pen.between(-10, 40), HIGH * 0.86, pen.pick([light.brand, light.accent, light.roof])
        )
    crowd(pen, light, (30, pen.wide - 30), HIGH * 0.93, 14, 86)


def hall(pen: Pen, light: Light, horizon: Curve) -> None:
    """The covered market: a great roof on oak posts."""
    _square(pen, light, horizon)
    x, w = pen.wide * 0.52, min(pen.wide * 0.74, 860)
    left, eave = x - w / 2, HIGH * 0.58
    pen.box(mix(light.ink, light.wood, 0.35), left + 20, eave, w - 40, FLOOR - eave, opacity=0.72)
    crowd(pen, light, (left + 60, left + w - 60), FLOOR + 4, 9, 82)
    posts = 6
    for at in range(posts):
        px = left + 14 + at * (w - 44) / (posts - 1)
        pen.box(light.wood, px, eave, 17, FLOOR + 20 - eave)
        pen.stroke(light.wood, f"M{px + 8:.0f} {eave + 74:.0f}l44 -66M{px + 8:.0f} {eave + 74:.0f}l-44 -66", 9)
        pen.box(light.shade, px - 6, FLOOR + 8, 29, 16)
    pen.polygon(
        pen.fade(light.roof, mix(light.roof, light.ink, 0.25)),
        (
            (left - 46, eave + 10),
            (left + w * 0.2, HIGH * 0.33),
            (left + w * 0.8, HIGH * 0.33),
            (left + w + 46, eave + 10),
        ),
    )
    for at in range(9):
        y = HIGH * 0.35 + at * (eave - HIGH * 0.35) / 9
        inset = (eave + 10 - y) / (eave + 10 - HIGH * 0.33)
        pen.stroke(
            mix(light.roof, light.ink, 0.35),
            f"M{left - 40 + inset * (w * 0.2 + 40):.0f} {y:.0f}H{left + w + 40 - inset * (w * 0.2 + 40):.0f}",
            2.4,
            0.5,
            "12 4",
        )
    crowd(pen, light, (40, pen.wide - 40), HIGH * 0.94, 5, 92)


def fete(pen: Pen, light: Light, horizon: Curve) -> None:
    """A ball on the square: lanterns, a stage, dancers."""
    _square(pen, light, horizon)
    x = pen.wide * 0.6
    pen.box(light.wood, x - 190, FLOOR - 34, 380, 48)
    pen.polygon(
        light.brand,
        (
            (x - 214, FLOOR - 196),
            (x, FLOOR - 262),
            (x + 214, FLOOR - 196),
            (x + 196, FLOOR - 172),
            (x - 196, FLOOR - 172),
        ),
    )
    for side in (-188, 180):
        pen.box(light.ink, x + side, FLOOR - 190, 8, 158)
    crowd(pen, light, (x - 150, x + 150), FLOOR - 44, 4, 88)
    for row in range(3):
        y, sag = HIGH * (0.18 + row * 0.09), 60 + row * 16
        pen.stroke(
            light.ink, f"M-10 {y:.0f}Q{pen.wide / 2:.0f} {y + sag * 2:.0f} {pen.wide + 10:.0f} {y - 20:.0f}", 2.4, 0.6
        )
        count = int(pen.wide // 84)
        for at in range(1, count):
            share = at / count
            cx, cy = share * pen.wide, y + sag * 4 * share * (1 - share) - 20 * share
            tint = pen.pick([light.accent, "#f6d77a", "#e98a5b", "#f4efe0"])
            pen.disc(
                pen.glow(tint) if light.hour.lit and at % 3 == 0 else tint,
                cx,
                cy + 13,
                46 if light.hour.lit and at % 3 == 0 else 11,
            )
            pen.disc(tint, cx, cy + 13, 10)
    crowd(pen, light, (30, pen.wide - 30), HIGH * 0.92, 17, 88)


def works(pen: Pen, light: Light, horizon: Curve) -> None:
    """A street being made again: a digger, barriers, cones."""
    _square(pen, light, horizon)
    road = mix(light.slate, light.ink, 0.25)
    pen.path(
        pen.fade(mix(road, light.shade, 0.3), road),
        f"M-10 {HIGH * 0.86:.0f}Q{pen.wide / 2:.0f} {HIGH * 0.84:.0f} {pen.wide + 10:.0f} {HIGH * 0.87:.0f}"
        f"V{HIGH + 10}H-10z",
    )
    x, y = pen.wide * pen.between(0.5, 0.6), HIGH * 0.87
    body = light.under("#eba92e")
    pen.box(light.ink, x - 96, y - 30, 190, 40, 20)
    for at in range(5):
        pen.disc(light.slate, x - 74 + at * 37, y - 10, 12)
    pen.box(body, x - 82, y - 104, 150, 74, 10)
    pen.box(body, x - 60, y - 176, 84, 78, 8)
    pen.box(mix(light.zenith, light.bright, 0.4), x - 48, y - 164, 58, 48, 4)
    pen.stroke(body, f"M{x + 58:.0f} {y - 86:.0f}L{x + 150:.0f} {y - 220:.0f}L{x + 258:.0f} {y - 126:.0f}", 24)
    pen.path(light.ink, f"M{x + 236:.0f} {y - 134:.0f}h52l16 54q-44 30 -84 -2z")
    for at in range(7):
        cx = 70 + at * (pen.wide - 100) / 7
        if abs(cx - x) > 150:  # noqa: PLR2004 - clear of the digger
            cone = light.under("#e8662c")
            pen.polygon(cone, ((cx - 22, HIGH * 0.945), (cx, HIGH * 0.86), (cx + 22, HIGH * 0.945)))
            pen.polygon(
                light.bright,
                ((cx - 13, HIGH * 0.91), (cx - 8, HIGH * 0.888), (cx + 8, HIGH * 0.888), (cx + 13, HIGH * 0.91)),
            )
            pen.box(cone, cx - 30, HIGH * 0.942, 60, 9, 3)
    crowd(pen, light, (x - 300, x - 130), HIGH * 0.9, 2, 92)


def stadium(pen: Pen, light: Light, _horizon: Curve) -> None:
    """A match at the edge of the village."""
    church(pen, light, pen.wide * 0.24, HIGH * 0.68, 1.2)
    for at in range(9):
        house(pen, light, pen.wide * 0.12 + at * 52, HIGH * 0.69, pen.between(44, 60), pen.between(30, 46))
    woods(pen, lambda _x: HIGH * 0.69, ((0, 1),), 26, (18, 34), light.depth(0.6))
    turf = mix(light.grass, light.leaf, 0.4)
    pen.box(turf, -10, HIGH * 0.69, pen.wide + 20, HIGH * 0.34)
    for at in range(0, 10, 2):
        pen.polygon(
            mix(turf, light.bright, 0.1),
            (
                (pen.wide * at / 10, HIGH * 0.69),
                (pen.wide * (at + 1) / 10, HIGH * 0.69),
                (pen.wide * ((at + 1) / 10 * 1.5 - 0.25), HIGH),
                (pen.wide * (at / 10 * 1.5 - 0.25), HIGH),
            ),
        )
    pen.stroke(
        light.bright,
        f"M-10 {HIGH * 0.725:.0f}H{pen.wide + 10:.0f}M{pen.wide * 0.5:.0f} {HIGH * 0.725:.0f}V{HIGH}",
        4,
        0.8,
    )
    pen.add(
        f'<ellipse cx="{pen.wide * 0.5:.0f}" cy="{HIGH * 0.86:.0f}" rx="190" ry="52" fill="none" '
        f'stroke="{light.bright}" stroke-width="4" stroke-opacity=".8"/>'
    )
    gx = pen.wide * 0.82
    pen.stroke(light.bright, f"M{gx:.0f} {HIGH * 0.84:.0f}v-130h180v130", 8)
    for at in range(6):
        pen.stroke(
            light.bright,
            f"M{gx + 24 + at * 26:.0f} {HIGH * 0.84 - 128:.0f}v124M{gx:.0f} {HIGH * 0.84 - 20 - at * 20:.0f}h180",
            1.4,
            0.5,
        )
    crowd(pen, light, (pen.wide * 0.14, pen.wide * 0.8), HIGH * 0.88, 11, 92)
    pen.disc(light.bright, pen.wide * 0.57, HIGH * 0.925, 11)


def library(pen: Pen, light: Light, _horizon: Curve) -> None:
    """Shelves of books around a window on the hills."""
    wood = mix(light.wood, light.accent, 0.3)
    x0, x1, y0, y1 = pen.wide * 0.36, pen.wide * 0.64, HIGH * 0.14, HIGH * 0.66
    frame = f"M-10 -10H{pen.wide + 10:.0f}V{HIGH + 10}H-10zM{x0:.0f} {y0:.0f}V{y1:.0f}H{x1:.0f}V{y0:.0f}z"
    pen.add(f'<path fill="{mix(wood, light.wall, 0.62)}" fill-rule="evenodd" d="{frame}"/>')
    pen.stroke(
        light.bright,
        f"M{x0:.0f} {y0:.0f}H{x1:.0f}V{y1:.0f}H{x0:.0f}z"
        f"M{(x0 + x1) / 2:.0f} {y0:.0f}V{y1:.0f}M{x0:.0f} {(y0 + y1) / 2:.0f}H{x1:.0f}",
        12,
    )
    spines = ("#b5482f", "#2f6f8f", "#e0b04a", "#5c7f4f", "#7b4b74", "#f0e3cc", "#3d4a5c", "#d98a6a")
    for start, end in ((-10.0, x0 - 34), (x1 + 34, pen.wide + 10)):
        for shelf in range(5):
            base = HIGH * 0.17 + shelf * 124
            at = start + 14
            while at < end - 34:
                w, h = pen.between(13, 30), pen.between(66, 104)
                tint = light.under(pen.pick(spines))
                pen.box(tint, at, base - h, w - 2, h, 2)
                pen.box(mix(tint, light.bright, 0.5), at + 3, base - h * 0.8, w - 8, 7)
                at += w if pen.chance(0.93) else w + 34
            pen.box(wood, start, base, end - start, 13)
    pen.box(pen.fade(mix(wood, light.wall, 0.25), wood), -10, HIGH * 0.82, pen.wide + 20, HIGH * 0.2)
    crowd(pen, light, (x0 + 10, x1 - 10), HIGH * 0.87, 3, 170)


SQUARES: Mapping[str, Callable[[Pen, Light, Curve], None]] = {
    "mairie": town_hall,
    "school": school,
    "market": market,
    "hall": hall,
    "fete": fete,
    "works": works,
    "stadium": stadium,
    "library": library,
}
