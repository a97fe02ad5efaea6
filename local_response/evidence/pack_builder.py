"""The bundled pack, from the published files that lie beside the project: a recipe says which, and what they are.

Run `python -m local_response.evidence.pack_builder ../shared/data` to write the pack of this package anew.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib.resources import files
from pathlib import Path

from local_response.evidence.adding import add_files
from local_response.evidence.manifests import Manifest
from local_response.evidence.places import PACK
from local_response.sources.recognise import read
from local_response.sources.table import SourceTable

RECIPE = "pack_recipe.toml"
_OF_ORIGIN = ("publisher", "title", "edition", "published", "page", "licence", "secondary")
_OF_PACKAGE = "local_response/"  # begins the path of a file that comes with the package


def build_pack(published_files: Path, out: Path) -> list[Manifest]:
    """Write the pack's releases into the folder out, which must not be there yet.

    published_files: folder that the paths of the recipe start from. Raises LocalResponseError where a file cannot be
    read, with nothing written.
    """
    recipe = tomllib.loads(files("local_response.evidence").joinpath(RECIPE).read_text(encoding="utf-8"))
    entries = {_path(entry["path"], published_files): entry for entry in recipe["file"]}
    with tempfile.TemporaryDirectory() as work:
        releases = Path(work) / "pack" / "releases"
        add_files(list(entries), partial(_read, entries), (), releases, added=recipe["added"])
        shutil.copytree(releases, out)
    return _manifests_in(out)


def _path(written: str, published_files: Path) -> Path:
    if written.startswith(_OF_PACKAGE):
        return Path(str(files("local_response"))).parent / written
    return published_files / written


def _read(entries: Mapping[Path, Mapping[str, str]], path: Path) -> Sequence[SourceTable]:
    entry = entries[path]
    said = {name: entry[name] for name in ("period", "published", "edition") if name in entry}
    known = {name: entry[name] for name in _OF_ORIGIN if name in entry}
    return [replace(table, origin=replace(table.origin, **known)) for table in read(path, **said)]


def _manifests_in(folder: Path) -> list[Manifest]:
    from local_response.evidence.manifests import read_manifest

    return [read_manifest(release, bundled=True) for release in sorted(folder.iterdir())]


def main(arguments: Sequence[str]) -> None:
    """Replace the package's pack by one built from the folder that is named."""
    if len(arguments) != 1:
        sys.exit("usage: python -m local_response.evidence.pack_builder FOLDER_OF_PUBLISHED_FILES")
    new = PACK.with_name("pack_new")
    shutil.rmtree(new, ignore_errors=True)
    manifests = build_pack(Path(arguments[0]).resolve(), new)
    shutil.rmtree(PACK, ignore_errors=True)
    new.rename(PACK)
    kilobytes = sum(path.stat().st_size for path in PACK.rglob("*") if path.is_file()) // 1024
    observations = sum(manifest.release.observations for manifest in manifests)
    print(f"{len(manifests)} releases, {observations:,} observations, {kilobytes:,} KB in {PACK}")


if __name__ == "__main__":
    main(sys.argv[1:])
