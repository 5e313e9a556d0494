"""What happens over time: observed quantities with their record, those that nobody observes without, and place by place."""

from functools import partial

from groundswell.report.axes import NARROW, Size
from groundswell.report.figures import Figure, density_key, drawn, fan_key
from groundswell.report.markup import Html, html, paragraphs, tag
from groundswell.report.material import Material
from groundswell.report.panels import density_panel, fan_panel, places_panel
from groundswell.report.quantities import ACTIVE, DEATHS, Quantity
from groundswell.report.spread import Spread
from groundswell.report.tables import as_csv, density_table, fan_table, marks_table, shown, table
from groundswell.report.words import NOT_OBSERVED, prose_date, what_varies

RECORD = "the record"
FAN_AND_DENSITY = (
    "Each quantity is drawn twice. The fan shows between which values 50 and 90 of 100 histories lie on each day; no single history runs "
    "along its lines. The density shows where histories gather: where it has two ridges the middle between them is rare."
)


def courses(material: Material) -> Html:
    """Fans and densities, first of what was observed."""
    found = material.spreads.values()
    observed = [_pair(material, one) for one in found if one.quantity.is_observed]
    hidden = [_pair(material, one) for one in found if not one.quantity.is_observed]
    varies = what_varies(material.runs.spec["identity"].get("design"))
    heading = "What records hold" if material.record else "What records would hold"
    return html([
        paragraphs(f"{FAN_AND_DENSITY} {varies}"), tag("h3", heading, class_="part"), *observed, _places(material, DEATHS),
        tag("h3", "What no record holds", class_="part"),
        paragraphs(f"The following is {NOT_OBSERVED}: the model says it, and there is nothing to hold it against."), *hidden,
        _places(material, ACTIVE),
    ])  # fmt: skip


def _pair(material: Material, found: Spread) -> Html:
    return html([_fan(material, found), _density(material, found)])


def _fan(material: Material, found: Spread) -> Html:
    tables = [fan_table(found, f"{found.quantity.title}: quantiles over histories")]
    if found.marks:
        tables.append(marks_table(found, f"{found.quantity.title}: the record"))
    figure = Figure(
        f"fan-{slug(found)}", title(found.quantity), in_words(found), html(tables), scale_note(found.quantity),
        fan_key(RECORD if found.marks else ""), as_csv(found.rows()),
    )  # fmt: skip
    return drawn(figure, partial(fan_panel, found), material.rough)


def _density(material: Material, found: Spread) -> Html:
    words = f"Density of the same histories: {fullest(found)}"
    figure = Figure(
        f"density-{slug(found)}", f"{title(found.quantity)}, as a density", words,
        density_table(found, f"{found.quantity.title}: of 100 histories, how many lie between these values"),
        "Shades grow with the square root of the share. The top row holds all that lies above it as well.",
        density_key(RECORD if found.marks else ""),
    )  # fmt: skip
    return drawn(figure, partial(density_panel, found), material.rough)


def _places(material: Material, quantity: Quantity) -> Html:
    kept = [place for place in material.runs.names["places"] if f"{quantity.series}:{place}" in material.runs.series]
    if not kept:
        return Html("")
    found = [material.spread_of(quantity, place) for place in kept]
    ends = [
        [material.place_names[one.place], *(shown(quantity, value) for value in one.quantiles[[0, 2, 4], _told(one)]), _recorded(one)]
        for one in found
    ]
    when = "on the last day" if quantity.summed else "in the week in which the median is highest"
    head = ["place", "5 in 100 below", "median", "95 in 100 below", "recorded" if quantity.is_observed else "record"]
    high = max(found, key=lambda one: one.quantiles[2, _told(one)])
    words = f"Highest median {when}: {material.place_names[high.place]}, {shown(quantity, high.quantiles[2, _told(high)])}."
    figure = Figure(
        f"places-{slug(found[0])}", f"{title(quantity)}, place by place", words, table(head, ends, f"{quantity.title}, {when}"),
        f"All on the same axes. {scale_note(quantity)}", fan_key(RECORD if any(one.marks for one in found) else ""),
    )  # fmt: skip

    def panel(size: Size) -> object:
        return places_panel(found, material.place_names, 2 if size == NARROW else 3, size)

    return drawn(figure, panel, material.rough)


def title(quantity: Quantity) -> str:
    """The title of a quantity; what nobody observes says so."""
    return quantity.title if quantity.is_observed else f"{quantity.title}: {NOT_OBSERVED}"


def slug(found: Spread) -> str:
    """A name for links."""
    return found.quantity.series.replace("_", "-")


def in_words(found: Spread) -> str:
    """What a fan shows, in sentences."""
    low, quarter, median, upper, high = (shown(found.quantity, value) for value in found.quantiles[:, -1])
    spread = f"50 of 100 histories lie between {quarter} and {upper}, 90 between {low} and {high}"
    told = f"On the last day {spread}; the median is {median}."
    if not found.quantity.summed:
        top = int(found.quantiles[2].argmax())
        highest = shown(found.quantity, found.quantiles[2, top])
        told += f" The median is highest around {prose_date(found.date(int(found.days[top])))}: {highest}."
    return f"{told} {_beside(found)}".strip()


def _beside(found: Spread) -> str:
    if not found.marks:
        return "" if found.quantity.is_observed else "There is no record to lay over it."
    if found.quantity.summed:
        return f"Recorded: {shown(found.quantity, found.marks[-1].value)} by {prose_date(found.marks[-1].last)}."
    weeks = [min(range(len(found.days)), key=lambda k: abs((found.date(int(found.days[k])) - mark.middle).days)) for mark in found.marks]
    inside = sum(found.quantiles[0, k] <= mark.value <= found.quantiles[4, k] for k, mark in zip(weeks, found.marks, strict=True))
    apart = " Values of one year stand close and are no independent tests." if len(found.marks) > 1 else ""
    return f"Of {len(found.marks)} recorded values {inside} lie within the pale band.{apart}"


def fullest(found: Spread) -> str:
    """Where most histories lie at the end."""
    row = found.shares[-1]
    k = int(row.argmax())
    low, high = (shown(found.quantity, value) for value in found.edges[k : k + 2])
    return f"at the end the fullest cell, from {low} to {high}, holds {100 * row[k]:.0f} of 100."


def scale_note(quantity: Quantity) -> str:
    """What is unusual about the axis."""
    return "The axis has a square-root scale, so that small waves can be seen beside large ones." if quantity.scale == "sqrt" else ""


def _told(found: Spread) -> int:
    return -1 if found.quantity.summed else int(found.quantiles[2].argmax())


def _recorded(found: Spread) -> str:
    if not found.quantity.is_observed:
        return "not observed"
    return shown(found.quantity, found.marks[-1].value) if found.marks else "none"
