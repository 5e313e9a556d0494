"""How a hundred histories end, and which governments fall, when, and by which route."""

from groundswell.analysis.endings import Ending
from groundswell.analysis.falls import Fall, routes_in_words
from groundswell.analysis.uncertainty import Share
from groundswell.analysis.wording import WAVE, ordinal
from groundswell.report.axes import Size
from groundswell.report.drawing import inline
from groundswell.report.endings_grid import grid, in_words, shown, square
from groundswell.report.figures import Figure, drawn, framed, key
from groundswell.report.markup import Html, html, paragraphs, tag
from groundswell.report.material import Material
from groundswell.report.palette import LOOKS, themed
from groundswell.report.panels import fall_dates_panel
from groundswell.report.tables import as_csv, table
from groundswell.report.words import NOT_MODELED, margin, what_varies

SAMPLING = (
    "± is the sampling error: how far the number could move if as many histories were simulated again with other luck (95 in 100). "
    "It is not the uncertainty about the world, which the spread between histories shows only as far as parameters are drawn: "
)
SQUARES = (
    "A square stands for one history in a hundred, told by its largest wave of protest. Numbers are rounded each by itself; "
    "only the squares are evened out so that there are 100, and an ending can have one more or fewer than its number."
)
MOST_FALLS = 4  # falls of one history that the table goes up to


def outcomes(material: Material) -> Html:
    """The grid of a hundred, then falls."""
    varies = what_varies(material.runs.spec["identity"].get("design"))
    sampling = f"{SAMPLING}{varies[:1].lower()}{varies[1:]}"
    return html([paragraphs(sampling), _endings(material), tag("h3", "Governments that fall"), _falls(material), _dates(material)])


def _endings(material: Material) -> Html:
    found = material.endings
    rows = [_ending(row) for row in found.rows]
    notes = [f"The ending “{row.words}” needs {row.needs}." for row in found.rows if row.needs and row.modeled]
    head = ["ending", "histories", "in 100", "±", "95 in 100 interval", "in words"]
    figure = Figure(
        "endings", "How 100 histories end", in_words(found), table(head, rows, "Endings of all histories"),
        " ".join([SQUARES, WAVE, *notes]),
        csv=as_csv([row.to_dict() for row in found.rows]),
    )  # fmt: skip
    drawing = Html(inline(grid(found), "endings-grid", figure.title, figure.summary))
    return framed(figure, tag("div", [tag("div", drawing, class_="grid"), _legend(material)], class_="beside"), material.rough)


def _ending(row: Ending) -> list[object]:
    if not row.modeled:
        return [row.words, row.share.count, "", "", "", f"{NOT_MODELED}: {row.why_not}"]
    share = row.share
    return [row.words, share.count, shown(share), margin(share.margin), _interval(share), share.words]


def _legend(material: Material) -> Html:
    found = material.endings
    order = [row for slug in LOOKS for row in found.rows if row.slug == slug and row.share.count]
    never = [row.words for row in found.rows if not row.share.count and row.modeled]
    absent = [row.words for row in found.not_modeled]
    items = [
        tag(
            "li",
            [
                _swatch(row.slug),
                tag("b", shown(row.share)),
                tag("span", margin(row.share.margin), class_="margin"),
                row.words,
            ],
        )
        for row in order
    ]
    told = [f"{name}: {'; '.join(words)}." for name, words in (("In no history", never), ("Not modeled", absent)) if words]
    return tag("div", [tag("ul", items, class_="legend"), *(tag("p", text) for text in told)])


def _swatch(slug: str) -> Html:
    return Html(themed(f'<svg width="22" height="22" aria-hidden="true">{square(LOOKS[slug])}</svg>'))


def _falls(material: Material) -> Html:
    found = material.falls
    if not found.any.share.count:
        return paragraphs(f"No government falls in any of {found.histories:,} histories.")
    head = ["fall", "in 100", "in words", "5 in 100 before", "median date", "5 in 100 after", "routes"]
    governments = [_row(material.heads.get(row.name, row.name), row) for row in found.governments]
    successive = [_row(f"{ordinal(k)} of a history", row) for k, row in enumerate(found.successive[:MOST_FALLS], start=1)]
    text = f"{found.per_decade:.1f} falls in ten years, on average. Dates are those of histories in which it comes to that fall."
    return html([paragraphs(text), table(head, governments, "Falls by government"), table(head, successive, "Falls one after another")])


def _row(name: str, fall: Fall) -> list[object]:
    share, dates = fall.share, fall.dates
    often = f"{shown(share)} {margin(share.margin)}"
    return [name, often, share.words, dates[0.05], dates[0.5], dates[0.95], routes_in_words(fall)]


def _dates(material: Material) -> Html:
    found = material.fall_dates
    if not found.rows:
        return Html("")
    rows = [
        {"month": f"{month:%Y-%m}", **{row.head: round(float(row.in_100[k]), 2) for row in found.rows}}
        for k, month in enumerate(found.months)
    ]
    busy = [row for k, row in enumerate(rows) if any(line.in_100[k] >= 0.5 for line in found.rows)]
    record = [day.isoformat() for row in found.rows for day in row.recorded]
    most = max(((float(row.in_100[k]), row.head, month) for row in found.rows for k, month in enumerate(found.months)), default=None)
    peak = f"Most falls of one month: {most[1]} in {most[2]:%B %Y}, {most[0]:.1f} of 100 histories. " if most else ""
    on_record = f"Recorded: {', '.join(record) or 'no fall'}." if material.record else "Nothing is on record."
    figure = Figure(
        "fall-dates", "When governments fall, by month", f"{peak}{on_record}",
        table(["month", *(row.head for row in found.rows)], [list(row.values()) for row in busy], "Falls in 100 histories, busy months"),
        "Height: falls in that month in 100 histories, on one scale. A second fall of the same government counts again.",
        key([(_diamond(), "fall on record")]) if record else None, as_csv(rows),
    )  # fmt: skip

    def panel(size: Size) -> object:
        return fall_dates_panel(found, size)

    return drawn(figure, panel, material.rough)


def _diamond() -> Html:
    return Html('<svg width="12" height="12" aria-hidden="true"><path d="M6 0l6 6-6 6-6-6Z" fill="var(--ink)"/></svg>')


def _interval(share: Share) -> str:
    return f"{100 * share.low:.1f} to {100 * share.high:.1f}"
