"""Opening an office, and passing its post from one holder to the next."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from local_response.definitions.areas import area, governance
from local_response.model.errors import InvalidContentError, ItemNotFoundError
from local_response.workspace import editing, trail
from local_response.workspace.access import Actor
from local_response.workspace.models.office import Holder, Office, OfficeArea


def open_office(actor: Actor, area_codes: list[str], name: str = "", on: date | None = None) -> Office:
    """A new office that serves areas, with today's holder of the first where the definitions know it.

    name: of the office, else made from the holder's title and the area. Raises UnknownAreaError, NotAllowedError.
    """
    if not area_codes:
        raise InvalidContentError("An office serves at least one area. Name it.", {"area_code": ("Choose an area.",)})
    first = area(area_codes[0])
    held = governance(first.code, on or date.today())  # noqa: DTZ011  a day in the life of the office, not a moment
    title = held.title if held else "Local policing body"
    usual = title if first.name in title else f"{title}: {first.name}"
    with trail.writing():
        office = editing.create(actor, Office(name=name or usual))
        for code in area_codes:
            editing.create(actor, OfficeArea(office=office, area_code=code))
        if held:
            known = {"holder": held.holder, "title": held.title, "body": held.body, "source": held.source}
            days = {"since": _written(held.since), "until": _written(held.until)}
            editing.create(actor, Holder(office=office), known | days)
    return office


def holder_on(office_id: UUID, day: date) -> Holder | None:
    """Who holds the post of an office on a day; None where nobody is known to."""
    for holder in Holder.objects.filter(office_id=office_id, archived=False):
        if (holder.since is None or holder.since <= day) and (holder.until is None or day < holder.until):
            return holder
    return None


def pass_post(actor: Actor, office: Office, on: date, successor: Holder) -> Holder:
    """End the holder's time on a day and begin the successor's on the same day, in one transaction.

    successor: with holder, title, body and source set. Raises NotAllowedError, InvalidContentError.
    """
    successor.office, successor.since = office, on
    with trail.writing():
        if (current := holder_on(office.pk, on)) is not None:
            editing.change(actor, Holder, current.pk, current.version, {"until": on.isoformat()})
        return editing.create(actor, successor)


def serving(area_code: str, on: date) -> list[Office]:
    """The offices that serve an area on a day."""
    rows = OfficeArea.objects.filter(area_code=area_code, archived=False, office__archived=False)
    return [
        row.office
        for row in rows.select_related("office").order_by("office__name")
        if (row.since is None or row.since <= on) and (row.until is None or on < row.until)
    ]


def office_named(words: str) -> Office:
    """The office with that id or name (upper and lower case make no difference), or that alone serves that area code.

    Raises ItemNotFoundError where none or several do.
    """
    try:
        found = list(Office.objects.filter(pk=UUID(words)))
    except ValueError:
        found = list(Office.objects.filter(name__iexact=words.strip()))
        if not found:
            served = OfficeArea.objects.filter(area_code=words.strip(), archived=False)
            found = list(Office.objects.filter(pk__in=served.values("office_id")))
    if len(found) != 1:
        count = f"{len(found)} offices answer" if found else "No office answers"
        raise ItemNotFoundError(
            f"{count} to {words!r}. `local-response workspace offices` lists them with their ids; give the id."
        )
    return found[0]


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None
