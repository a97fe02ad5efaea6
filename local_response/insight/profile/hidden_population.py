"""Section: what is known of the people nobody has found, in the country only."""

from __future__ import annotations

from local_response.insight.hidden.published import uk_2013
from local_response.insight.profile.scope import Scope
from local_response.insight.wording import place
from local_response.model.profiles import Finding, Paragraph, Section
from local_response.model.sentences import Fact, plain, say


def section(scope: Scope) -> Section:
    """The published national estimate for 2013, what other models give, and why there is none for the area."""
    found = uk_2013()
    source = f"{found.statement} {found.page}"
    published = say(
        "A published estimate for the United Kingdom put potential victims in {year} at {low} to {high}.",
        year=Fact("2013", "year of the lists"),
        low=Fact(f"{found.low:,}", source),
        high=Fact(f"{found.high:,}", source),
    )
    fitted = "fitted here to the published lists (definitions/hidden/uk_2013.csv); see docs/hidden-population.md"
    rivals = say(
        "Fitting the same lists again shows how unsure that is: {count} models that describe them about equally well "
        "give from {lowest} to {highest}.",
        count=Fact(_number(len(found.rivals)), fitted),
        lowest=Fact(f"{found.lowest:,.0f}", fitted),
        highest=Fact(f"{found.highest:,.0f}", fitted),
    )
    return Section(
        "hidden",
        "The people nobody has found",
        (
            Paragraph(
                plain(
                    "Some statistical methods estimate how many victims no list has seen, from how far lists overlap."
                )
            ),
            Finding(
                "hidden-published",
                published,
                "weak",
                (plain("It is old, and it rests on assumptions that others dispute."),),
            ),
            Finding("hidden-rivals", rivals, "weak"),
            Paragraph(
                say(
                    "There is no such figure for {place}, and dividing the national one by population would invent it: "
                    "nothing says that exploitation is spread as residents are.",
                    place=place(scope.area),
                )
            ),
        ),
    )


def _number(count: int) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[count] if count < len(words) else str(count)
