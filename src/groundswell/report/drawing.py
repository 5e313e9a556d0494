"""From a chart, or a drawing of our own, to an SVG that stands in a page: small, named, without script."""

import re
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from groundswell.report.palette import themed

DROPPED = ("class", "role", "aria-roledescription", "aria-label", "aria-hidden", "version", "font-family", "pointer-events")
NUMBERS = re.compile(r"-?\d+\.\d+")
GEOMETRY = ("d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height")
SHAPELESS = ("foreground", "background")  # frames that vega adds and nobody sees


def vega_svg(chart: Any) -> str:
    """The SVG of an Altair chart, drawn without a browser.

    Raises ValueError when the chart does not make sense to Vega-Lite.
    """
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(chart.to_dict(validate=False))
    return svg


def inline(svg: str, name: str, title: str, description: str) -> str:
    """The same drawing as part of a page: it follows the theme, and says what it shows to those who cannot see it.

    `name` is used for ids, and may stand once in a page.
    """
    root = ElementTree.fromstring(re.sub(r' xmlns(:\w+)?="[^"]*"', "", svg))
    _tidy(root)
    _name_clips(root, name)
    width, height = root.attrib.pop("width"), root.attrib.pop("height")
    root.attrib |= {"role": "img", "aria-labelledby": f"{name}-title {name}-desc", "width": width, "viewBox": f"0 0 {width} {height}"}
    for tag, text in (("desc", description), ("title", title)):
        label = Element(tag, id=f"{name}-{tag}")
        label.text = text
        root.insert(0, label)
    return themed(ElementTree.tostring(root, encoding="unicode"))


def _tidy(node: Element) -> None:
    """Drops what only a script or a second reader of labels would use, and shortens numbers."""
    for child in list(node):
        _tidy(child)
        if _is_unseen(child):
            node.remove(child)
    for attribute in DROPPED:
        node.attrib.pop(attribute, None)
    for attribute in GEOMETRY:
        if attribute in node.attrib:
            node.attrib[attribute] = NUMBERS.sub(_shorter, node.attrib[attribute])
    _merge_paths(node)


def _is_unseen(node: Element) -> bool:
    empty_group = node.tag == "g" and not len(node)
    return empty_group or (node.tag == "path" and not {"fill", "stroke"} & set(node.attrib)) or node.get("display") == "none"


def _shorter(match: re.Match[str]) -> str:
    text = f"{float(match[0]):.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _merge_paths(node: Element) -> None:
    """Neighbors that look alike become one path: a thousand cells of one shade are one shape."""
    previous: Element | None = None
    for child in list(node):
        if previous is not None and _alike(previous, child):
            previous.attrib["d"] += child.attrib["d"]
            node.remove(child)
        else:
            previous = child


def _alike(first: Element, second: Element) -> bool:
    if first.tag != "path" or second.tag != "path" or "transform" in first.attrib:
        return False
    return {**first.attrib, "d": ""} == {**second.attrib, "d": ""}


def _name_clips(root: Element, name: str) -> None:
    """Clip paths get ids of their own, since all drawings of a page share one space of ids.

    Vega counts them through a whole process, so they are counted again, from 1.
    """
    numbers = {clip.attrib["id"]: f"{name}-clip-{k}" for k, clip in enumerate(root.iter("clipPath"), start=1)}
    for node in root.iter():
        for attribute, value in node.attrib.items():
            used = value.removeprefix("url(#").removesuffix(")")
            if used in numbers and (attribute == "id" or value.startswith("url(#")):
                node.attrib[attribute] = value.replace(used, numbers[used])
