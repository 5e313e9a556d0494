"""Sources: the bibliography of the scenario, and how to cite this."""

from groundswell.report.markup import Html, folded, html, paragraphs, tag
from groundswell.report.material import Material
from groundswell.report.tables import table
from groundswell.sources import references


def works(material: Material) -> Html:
    """Every work that numbers are taken from, with its terms of use."""
    scene = material.scenario
    rows = [
        [work.id, work.citation, work.year or "", work.kind, work.licence or "", work.note or ""]
        for work in sorted(scene.sources, key=lambda work: work.id)
    ]
    cited = [tag("p", f"{one.text}.") for one in references(scene) if one.name in ("groundswell", f"scenario-{scene.id}")]
    recalled = sum(work.kind == "recall" for work in scene.sources)
    memory = f"{recalled} {'is' if recalled == 1 else 'are'} memory, unchecked (kind: recall)"
    counted = f"Of its {len(rows)} sources {memory}." if rows else "It names no source: every number in it is assumed, and says why."
    text = f"The scenario is offered under {scene.licence}. {counted}"
    head = ["id", "citation", "year", "kind", "license", "what was taken from it, with what care"]
    return html(
        [
            paragraphs(text, material.share_alike),
            tag("h3", "To cite this"),
            *cited,
            *([folded(f"All {len(rows)} sources", table(head, rows, "Bibliography"), open=True)] if rows else []),
        ]
    )
