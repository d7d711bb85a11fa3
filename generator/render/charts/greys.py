"""A drawn chart -> the same in black and grey: dashes tell lines apart, hatching tells surfaces apart."""

from __future__ import annotations

from dataclasses import replace

from generator.render.charts.scene import FILLS, PALE_FILLS, Hatch, Rectangle, Scene, Shape

# What is written on a surface stays legible between thin lines; the ground of pale ones is nearly white.
ON_DARK, ON_PALE, GROUND = "#a6a6a6", "#a6a6a6", "#f4f4f4"


RISING, FALLING = "M-1 1L1-1M0 6L6 0M5 7L7 5", "M-1 5L1 7M0 0L6 6M5-1L7 1"
PATHS = ("", RISING, "", "M0 3H6", FALLING, RISING + FALLING, "M3 0V6", "M0 3H6M3 0V6")
HATCHES = {
    fill: Hatch(f"hatch-{number}", path, ON_PALE if fill in PALE_FILLS else ON_DARK)
    for number, (fill, path) in enumerate(zip(FILLS, PATHS, strict=True))
    if path
}


def in_grey(scene: Scene) -> Scene:
    """Every colour becomes the grey that is as light, so that what is read on it is read as well as before."""
    used = {shape.fill for shape in scene.shapes if isinstance(shape, Rectangle)}
    hatches = tuple(hatch for fill, hatch in HATCHES.items() if fill in used)
    return replace(scene, shapes=tuple(map(_grey, scene.shapes)), hatches=hatches)


def _grey(shape: Shape) -> Shape:
    if not isinstance(shape, Rectangle):
        return replace(shape, colour=grey_of(shape.colour))
    is_filled = not (shape.outlined or shape.framed)
    hatch = HATCHES.get(shape.fill) if is_filled else None
    fill = GROUND if hatch and shape.fill in PALE_FILLS else grey_of(shape.fill)
    edge = grey_of(shape.edge) if shape.edge else ""
    return replace(shape, fill=fill, own_edge=edge, hatch=hatch.name if hatch else "")


def grey_of(colour: str) -> str:
    """The grey of the same luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    light = sum(
        weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )
    grey = light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return f"#{round(grey * 255):02x}" + f"{round(grey * 255):02x}" * 2
