"""The page for a reader inside an office's file: what it holds, who held the post, where to begin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from local_response.definitions.areas import area
from local_response.model.errors import UnknownAreaError
from local_response.model.periods import long_date
from local_response.workspace.models.base import Item
from local_response.workspace.models.office import Holder, Office, OfficeArea
from local_response.workspace.models.people import Membership
from local_response.workspace.transfer.package import carried


def about(office: Office, day: date) -> str:
    """Plain text for whoever opens the file without the program, or takes the work over with it."""
    return "\n".join(_lines(office, day)) + "\n"


def _lines(office: Office, day: date) -> Iterator[str]:
    yield office.name
    yield f"Everything this office has written in Local Response, as at {long_date(day)}."
    yield "It holds private drafts: pass it on as you would the drafts themselves."
    yield ""
    yield "The area"
    for served in OfficeArea.objects.filter(office=office, archived=False):
        yield f"- {_area_name(served.area_code)} ({served.area_code}){_time(served.since, served.until)}"
    yield ""
    yield "Who has held the post"
    for holder in Holder.objects.filter(office=office, archived=False):
        led = f", {holder.body}" if holder.body else ""
        yield f"- {holder.title}{led}{_time(holder.since, holder.until)}"
    yield ""
    yield "What is here"
    for kind in carried().values():
        if issubclass(kind, Item):
            yield from _counted(kind, office)
    yield ""
    yield "To take the work over"
    yield "1. local-response workspace import THIS-FILE"
    yield "2. Check each member below, then tie them to their account: local-response workspace tie MEMBERSHIP"
    for member in Membership.objects.filter(office=office, archived=False):
        yield f"   - {member.username}, {member.get_role_display()}: {member.pk}"
    yield "3. local-response workspace audit verify"


def _counted(kind: type[Item], office: Office) -> Iterator[str]:
    found = kind._default_manager.filter(office=office)
    if total := found.count():
        archived, published = found.filter(archived=True).count(), found.filter(visibility="published").count()
        yield f"- {kind._meta.verbose_name_plural}: {total:,} ({published:,} published, {archived:,} archived)"


def _area_name(code: str) -> str:
    try:
        return area(code).name
    except UnknownAreaError:
        return "an area that the definitions no longer know"


def _time(since: date | None, until: date | None) -> str:
    start = f" from {long_date(since)}" if since else ""
    return f"{start} until {long_date(until)}" if until else start
