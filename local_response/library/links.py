"""Try the links of the library, one at a time and slowly, and only when somebody asks for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from local_response.library.documents import Document

PAUSE_SECONDS = 1.0
TIMEOUT_SECONDS = 15.0
_ASKED_AS = "local-response library check (one request a link, on a person's request)"


@dataclass(frozen=True)
class Tried:
    """A link that was tried. answered: an HTTP status, or 0 where nothing answered; reason: in words."""

    link: str
    used_by: tuple[str, ...]
    answered: int
    reason: str

    @property
    def works(self) -> bool:
        """Whether a page came. 401, 403 and 429 mean that the site turns programs away, not that the page is gone."""
        return 200 <= self.answered < 400 or self.answered in (401, 403, 429)


def try_links(
    documents: Sequence[Document],
    ask: Callable[[str], tuple[int, str]] | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> Iterator[Tried]:
    """Try each different link once, with a pause between, and say which documents use it."""
    used: dict[str, list[str]] = {}
    for document in documents:
        for source in document.sources:
            if source.link and document.id not in used.setdefault(source.link, []):
                used[source.link].append(document.id)
    for number, (link, ids) in enumerate(used.items()):
        if number:
            pause(PAUSE_SECONDS)
        status, reason = (ask or asked)(link)
        yield Tried(link, tuple(ids), status, reason)


def asked(link: str) -> tuple[int, str]:
    """The status a site answers a request for one page with, and the reason in words."""
    request = Request(link, headers={"User-Agent": _ASKED_AS})  # noqa: S310 (links are checked to be http or https)
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            return int(answer.status), str(answer.reason)
    except HTTPError as error:
        return error.code, str(error.reason)
    except (URLError, TimeoutError, HTTPException, OSError) as error:
        return 0, str(getattr(error, "reason", error))
