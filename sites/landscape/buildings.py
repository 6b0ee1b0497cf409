"""Houses, churches, bridges, façades, and the people around them."""

from sites.landscape.light import Light
from sites.landscape.pen import Pen, mix


def house(pen: Pen, light: Light, x: float, base: float, w: float, h: float) -> None:
    """A village house seen from afar: a lit wall, a wall in the shade, a roof of tiles."""
    wall = mix(light.wall, pen.pick([light.bright, light.shade, light.accent]), pen.between(0, 0.28))
    roof = mix(light.roof, pen.pick([light.ink, light.accent, light.wall]), pen.between(0, 0.2))
    pitch = h * 0.5
    pen.box(wall, x, base - h, w, h + 3)
    if pen.chance(0.45):
        pen.polygon(roof, ((x - 3, base - h), (x + w / 2, base - h - pitch), (x + w + 3, base - h)))
        pen.polygon(
            mix(wall, light.shade, 0.2),
            ((x + 3, base - h), (x + w / 2, base - h - pitch * 0.78), (x + w - 3, base - h)),
        )
        pen.stroke(
            roof,
            f"M{x - 3:.0f} {base - h:.0f}L{x + w / 2:.0f} {base - h - pitch:.0f}L{x + w + 3:.0f} {base - h:.0f}",
            4,
        )
    else:
        pen.box(light.shade, x + w * 0.66, base - h, w * 0.34, h + 3, opacity=0.75)
        pen.polygon(
            roof,
            (
                (x - 4, base - h),
                (x + w * 0.16, base - h - pitch * 0.8),
                (x + w * 0.88, base - h - pitch * 0.8),
                (x + w + 4, base - h),
            ),
        )
        if pen.chance(0.4):
            pen.box(mix(wall, light.shade, 0.5), x + w * 0.6, base - h - pitch * 1.05, w * 0.12, pitch * 0.5)
    size = max(4.6, w * 0.1)
    for at in range(max(1, int(w // (size * 3.4)))):
        pen.box(light.pane, x + size * (1.2 + at * 3.2), base - h * 0.72, size, size * 1.6)


def church(pen: Pen, light: Light, x: float, base: float, size: float, *, spire: bool = True) -> None:
    """A nave and its tower, ``size`` times 100 units high."""
    w, h = 30 * size, 96 * size
    pen.box(light.wall, x + w * 0.8, base - h * 0.42, w * 2.1, h * 0.45)
    pen.polygon(
        light.roof,
        (
            (x + w * 0.7, base - h * 0.42),
            (x + w, base - h * 0.66),
            (x + w * 2.8, base - h * 0.66),
            (x + w * 3, base - h * 0.42),
        ),
    )
    for at in range(3):
        pen.arch(light.pane, x + w * (1.2 + at * 0.55), base - h * 0.08, w * 0.18, h * 0.16)
    pen.box(light.wall, x, base - h, w, h + 4)
    pen.box(light.shade, x + w * 0.62, base - h, w * 0.38, h + 4)
    pen.arch(light.pane, x + w * 0.36, base - h * 0.72, w * 0.28, h * 0.1)
    if spire:
        top = base - h - 58 * size
        pen.polygon(light.roof, ((x - 3, base - h), (x + w / 2, top), (x + w + 3, base - h)))
        pen.polygon(
            mix(light.roof, light.ink, 0.25), ((x + w / 2, top), (x + w + 3, base - h), (x + w * 0.62, base - h))
        )
        pen.stroke(
            light.ink, f"M{x + w / 2:.0f} {top:.0f}v-{12 * size:.0f}m-{4 * size:.0f} {5 * size:.0f}h{8 * size:.0f}", 2
        )
    else:
        pen.polygon(light.roof, ((x - 4, base - h), (x + w / 2, base - h - 20 * size), (x + w + 4, base - h)))


def village(pen: Pen, light: Light, x: float, base: float, size: float, spread: float = 1) -> None:
    """Houses piled around their church, on a mound."""
    reach = 190 * size * spread
    mound = light.depth(0.5)
    pen.oval(mound, x, base + 26 * size, reach * 1.25, 70 * size)
    church(pen, light, x - 20 * size, base - 42 * size, 1.06 * size, spire=pen.chance(0.8))
    spots = []
    for at in range(int(15 * spread)):
        share = at / (15 * spread - 1) * 2 - 1
        lift = (1 - abs(share)) * 52 * size
        spots.append((base - lift + pen.between(-4, 20) * size, x + share * reach + pen.between(-12, 12) * size))
    for y, at_x in sorted(spots):
        house(pen, light, at_x - 18 * size, y, pen.between(32, 54) * size, pen.between(24, 40) * size)


def facade(
    pen: Pen, light: Light, x: float, base: float, size: tuple[float, float], bays: int, floors: int = 2, tint: str = ""
) -> None:
    """A public building seen from its square: regular windows with shutters, a door in the middle, quoins."""
    w, h = size
    wall = tint or light.wall
    pen.box(pen.fade(mix(wall, light.bright, 0.2), mix(wall, light.shade, 0.35)), x, base - h, w, h)
    pen.polygon(
        light.roof,
        ((x - 14, base - h), (x + 26, base - h - h * 0.26), (x + w - 26, base - h - h * 0.26), (x + w + 14, base - h)),
    )
    pen.polygon(
        mix(light.roof, light.ink, 0.14),
        (
            (x + w * 0.55, base - h),
            (x + w * 0.55, base - h - h * 0.26),
            (x + w - 26, base - h - h * 0.26),
            (x + w + 14, base - h),
        ),
    )
    pen.box(mix(wall, light.bright, 0.5), x - 10, base - h - 4, w + 20, 11)
    shutter, step, tall = light.brand, w / bays, h / floors
    for floor in range(floors):
        for bay in range(bays):
            cx, top = x + step * (bay + 0.5), base - h + tall * floor + tall * 0.2
            if floor == floors - 1 and bay == bays // 2:
                door(pen, light, cx, base, step * 0.44, tall * 0.74)
                continue
            ww, wh = step * 0.3, tall * 0.5
            pen.box(mix(wall, light.bright, 0.6), cx - ww / 2 - 4, top - 4, ww + 8, wh + 9)
            pen.box(light.pane, cx - ww / 2, top, ww, wh)
            pen.stroke(
                mix(wall, light.bright, 0.6),
                f"M{cx:.0f} {top:.0f}v{wh:.0f}M{cx - ww / 2:.0f} {top + wh * 0.45:.0f}h{ww:.0f}",
                2.6,
            )
            for side in (-1, 1):
                pen.box(shutter, cx + side * ww * 0.82 - ww * 0.22, top - 1, ww * 0.44, wh + 2, 1)
    for quoin in (x, x + w - 15):
        for at in range(int(h // 22)):
            pen.box(light.shade, quoin + (3 if at % 2 else 0), base - h + 12 + at * 22, 12, 10, opacity=0.8)


def door(pen: Pen, light: Light, x: float, base: float, w: float, h: float) -> None:
    """An arched double door and its steps."""
    pen.path(
        mix(light.wall, light.bright, 0.6),
        f"M{x - w / 2 - 7:.0f} {base:.0f}v-{h:.0f}a{w / 2 + 7:.0f} {w / 2 + 7:.0f} 0 0 1 {w + 14:.0f} 0v{h:.0f}z",
    )
    pen.path(
        mix(light.brand, light.ink, 0.3),
        f"M{x - w / 2:.0f} {base:.0f}v-{h:.0f}a{w / 2:.0f} {w / 2:.0f} 0 0 1 {w:.0f} 0v{h:.0f}z",
    )
    pen.stroke(light.ink, f"M{x:.0f} {base:.0f}v-{h + w * 0.4:.0f}", 2, 0.6)
    for at in range(2):
        pen.box(
            mix(light.shade, light.bright, 0.3 - at * 0.2),
            x - w * (0.9 + at * 0.25),
            base - 2 + at * 8,
            w * (1.8 + at * 0.5),
            9,
        )


def arches(pen: Pen, light: Light, span: tuple[float, float], deck: float, water: float, count: int) -> None:
    """A stone bridge from one bank to the other, with its mirror image."""
    start, end = span
    step = (end - start) / count
    stone = mix(light.wall, light.earth, 0.25)

    def openings(foot: float, rise: float) -> str:
        half = step / 2 - step * 0.09
        return "".join(
            f"M{start + step * at + step * 0.09:.0f} {foot:.0f}v-{rise * 0.35:.0f}"
            f"a{half:.0f} {rise * 0.65:.0f} 0 0 1 {half * 2:.0f} 0v{rise * 0.35:.0f}z"
            for at in range(count)
        )

    tall = water - deck
    mirror = f"M{start:.0f} {water:.0f}h{end - start:.0f}v{tall * 0.7:.0f}h-{end - start:.0f}z"
    pen.path(stone, mirror, 0.22)
    body = f"M{start - 30:.0f} {deck:.0f}h{end - start + 60:.0f}V{water + 6:.0f}H{start - 30:.0f}z"
    fill = pen.fade(mix(stone, light.bright, 0.2), mix(stone, light.shade, 0.6))
    pen.add(f'<path fill="{fill}" fill-rule="evenodd" d="{body}{openings(water + 6, tall * 0.8)}"/>')
    pen.box(mix(stone, light.bright, 0.35), start - 40, deck - 10, end - start + 80, 13)
    for at in range(1, count):
        x = start + step * at
        pen.polygon(
            mix(stone, light.shade, 0.5),
            ((x - step * 0.1, water + 8), (x, deck + tall * 0.38), (x + step * 0.1, water + 8)),
        )


def tower(pen: Pen, light: Light, x: float, base: float, w: float, h: float) -> None:
    """A square tower with a pointed roof, as on a fortified bridge."""
    pen.box(pen.fade(mix(light.wall, light.bright, 0.15), mix(light.wall, light.shade, 0.4)), x - w / 2, base - h, w, h)
    pen.box(light.shade, x + w * 0.14, base - h, w * 0.36, h, opacity=0.6)
    for at in range(5):
        pen.box(light.wall, x - w * 0.6 + at * w * 0.26, base - h - 4, w * 0.16, 12)
    pen.polygon(light.roof, ((x - w * 0.56, base - h - 4), (x, base - h - w * 1.05), (x + w * 0.56, base - h - 4)))
    pen.polygon(
        mix(light.roof, light.ink, 0.22),
        ((x, base - h - w * 1.05), (x + w * 0.56, base - h - 4), (x + w * 0.14, base - h - 4)),
    )
    for at in range(2):
        pen.box(light.pane, x - w * 0.2, base - h * (0.45 + at * 0.28), w * 0.13, h * 0.1)


def person(pen: Pen, light: Light, x: float, base: float, size: float) -> None:
    """Someone, from afar: a head, a coat, two legs."""
    coat = light.under(
        pen.pick(["#c8553d", "#2f6f8f", "#e0a63a", "#5c7f4f", "#7b4b74", "#f0e3cc", "#3d4a5c", "#d98a6a"])
    )
    skin = light.under(pen.pick(["#f1c9a5", "#c98f62", "#8a5a3c", "#e6b48a"]))
    pen.box(light.ink, x - size * 0.1, base - size * 0.42, size * 0.08, size * 0.42)
    pen.box(light.ink, x + size * 0.03, base - size * 0.42, size * 0.08, size * 0.42)
    pen.path(
        coat,
        f"M{x - size * 0.18:.1f} {base - size * 0.34:.1f}q-{size * 0.02:.1f} -{size * 0.44:.1f} {size * 0.18:.1f} "
        f"-{size * 0.45:.1f}t{size * 0.19:.1f} {size * 0.45:.1f}z",
    )
    pen.disc(skin, x, base - size * 0.88, size * 0.115)
    pen.path(
        light.ink,
        f"M{x - size * 0.12:.1f} {base - size * 0.89:.1f}a{size * 0.12:.1f} {size * 0.13:.1f} 0 0 1 "
        f"{size * 0.24:.1f} 0z",
    )


def crowd(pen: Pen, light: Light, span: tuple[float, float], base: float, count: int, size: float) -> None:
    """People here and there, near ones last."""
    spots = sorted((pen.between(-14, 26), pen.between(*span)) for _ in range(count))
    for down, x in spots:
        pen.oval(light.ink, x, base + down + 1, size * 0.24, 3.5, 0.16)
        person(pen, light, x, base + down, size * pen.between(0.86, 1.06) * (1 + down / 260))
