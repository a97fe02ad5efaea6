"""Every page of the app, one example an address, and what must hold for each page."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import html5lib

# A release that came with the program, and two that state figures of one period.
RELEASE = "nrm.police_responders_2023-Q3_910094db02"

PAGES = {
    "front": "/",
    "front in Welsh": "/cy/",
    "no area chosen": "/areas/",
    "unknown area": "/areas/?typed=Nowhereville",
    "in brief": "/areas/west-yorkshire/",
    "area": "/areas/west-yorkshire/area/",
    "referrals": "/areas/west-yorkshire/referrals/",
    "exploitation": "/areas/west-yorkshire/exploitation/",
    "people": "/areas/west-yorkshire/people/",
    "who refers": "/areas/west-yorkshire/who-refers/",
    "places": "/areas/west-yorkshire/places/",
    "crime": "/areas/west-yorkshire/crime/",
    "sources compared": "/areas/west-yorkshire/sources-compared/",
    "compared": "/areas/west-yorkshire/compared/",
    "national": "/areas/west-yorkshire/national/",
    "organised crime": "/areas/west-yorkshire/organised-crime/",
    "hidden": "/areas/west-yorkshire/hidden/",
    "unknowns": "/areas/west-yorkshire/unknowns/",
    "sources": "/areas/west-yorkshire/sources/",
    "in brief of another area": "/areas/city-of-london/",
    "compare": "/compare/",
    "compare with the most similar": "/compare/?measure=crime&area=west-yorkshire&order=similar",
    "compare with an area without a rate": "/compare/?area=city-of-london&order=similar",
    "compare what is not there": "/compare/?measure=nothing&area=Nowhereville&order=best",
    "evidence": "/evidence/",
    "checks": "/evidence/checks/",
    "add files": "/evidence/add/",
    "files that are gone": "/evidence/add/gone/",
    "release": f"/evidence/{RELEASE}/",
    "cell": f"/evidence/{RELEASE}/?sheet=Table_13&row=10&column=5",
    "changes": "/evidence/compiled_2017-to-2025-Q4_9b653b0199/changes/compiled_2017-Q3-to-2024_f0cd9b77a6/",
    "library": "/library/",
    "library search": "/library/?q=car+wash&kind=case",
    "library with a misspelt word": "/library/?q=cukooing",
    "library without an answer": "/library/?q=xyzzy",
    "library with a wrong filter": "/library/?grade=Z",
    "topic": "/library/county-lines-and-children/",
    "case study": "/library/CS11/",
    "pack": "/library/pack/",
    "pack without a theme": "/library/pack/file/",
    "methods": "/methods/",
    "about": "/about/",
    "accessibility": "/accessibility/",
    "privacy": "/privacy/",
    "api": "/api/",
    "not found": "/nothing/here/",
    "no such area": "/areas/wst-yorkshire/",
    "no such document": "/library/county-line/",
}
STATUS = {
    "no area chosen": 400,
    "unknown area": 404,
    "pack without a theme": 400,
    "compare what is not there": 400,
    "files that are gone": 404,
    "not found": 404,
    "no such area": 404,
    "no such document": 404,
}
_NAMESPACE = "{http://www.w3.org/1999/xhtml}"


def faults(text: str) -> list[str]:
    """What is wrong with a page: invalid HTML, headings, ids, fields, tables."""
    parser = html5lib.HTMLParser(strict=False)
    tree = parser.parse(text)
    found = [f"HTML: {code} at {place} {data}" for place, code, data in parser.errors]
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]

    def named(*names: str) -> list:
        return [element for element in elements if element.tag.removeprefix(_NAMESPACE) in names]

    heads = named("h1")
    title = _words(named("title")[0])
    if len(heads) != 1:
        found.append(f"{len(heads)} h1")
    elif not title.startswith(_words(heads[0])):
        found.append(f"title {title!r} does not start with h1 {_words(heads[0])!r}")
    ids = Counter(element.get("id") for element in elements if element.get("id") is not None)
    found += [f"id {name!r} {count} times" for name, count in ids.items() if count > 1 or not name]
    labelled = {label.get("for") for label in named("label")}
    fields = [field for field in named("input", "select", "textarea") if field.get("type") != "hidden"]
    found += [f"field {field.get('name')} has no label" for field in fields if field.get("id") not in labelled]
    for reference in ("aria-describedby", "aria-labelledby", "aria-controls"):
        pointed = {name for element in elements for name in (element.get(reference) or "").split()}
        found += [f"{reference} {name!r} leads nowhere" for name in pointed - set(ids)]
    for table in named("table"):
        captions = [child for child in table if child.tag == f"{_NAMESPACE}caption" and _words(child)]
        if len(captions) != 1:
            found.append("a table without a caption")
    inside = {link.get("href")[1:] for link in named("a") if (link.get("href") or "").startswith("#")}
    found += [f"link #{name} leads nowhere" for name in inside - set(ids)]
    levels = [int(element.tag[-1]) for element in named("h1", "h2", "h3", "h4", "h5", "h6")]
    found += [f"h{before} is followed by h{after}" for before, after in pairwise(levels) if after > before + 1]
    return found


def links(text: str) -> set[str]:
    """Addresses within the app that a page leads to or loads, without the part after #."""
    found = re.findall(r'(?:href|src|action)="(/[^"]*)"', text)
    return {address.split("#")[0].replace("&amp;", "&") for address in found}


def _words(element) -> str:
    return " ".join("".join(element.itertext()).split())
