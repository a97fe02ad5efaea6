"""Writing: every format asked for, whole files only, and a remedy when it cannot be done."""

from __future__ import annotations

import json

import pytest

from local_response.model.errors import DocumentError
from local_response.publish.profile_files import FORMATS, file_stem, write_profile


def test_every_format_is_written(make, tmp_path):
    written = write_profile(make.profile(), tmp_path / "new" / "folder")
    assert sorted(path.name for path in written) == [
        "west-yorkshire.csv",
        "west-yorkshire.csv-metadata.json",
        "west-yorkshire.html",
        "west-yorkshire.json",
        "west-yorkshire.pdf",
        "west-yorkshire.xlsx",
    ]
    assert sorted(path.name for path in written) == sorted(
        path.name for path in (tmp_path / "new" / "folder").iterdir()
    )
    assert all(path.stat().st_size > 1000 for path in written)


def test_only_formats_that_were_asked_for_are_written(make, tmp_path):
    assert [path.name for path in write_profile(make.profile(), tmp_path, formats=("json",))] == ["west-yorkshire.json"]
    assert set(FORMATS) == {"html", "pdf", "json", "csv", "xlsx"}


def test_an_unknown_format_is_the_callers_mistake(make, tmp_path):
    with pytest.raises(ValueError, match="docx"):
        write_profile(make.profile(), tmp_path, formats=("docx",))


def test_equal_profiles_give_equal_files(make, tmp_path):
    first = write_profile(make.profile(), tmp_path / "a")
    second = write_profile(make.profile(), tmp_path / "b")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_a_folder_that_is_a_file_is_refused_with_a_remedy(make, tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(DocumentError, match="Choose a folder"):
        write_profile(make.profile(), tmp_path / "taken", formats=("json",))


def test_a_failure_leaves_the_earlier_file_whole_and_no_part_behind(make, tmp_path, monkeypatch):
    (path,) = write_profile(make.profile(), tmp_path, formats=("json",))
    before = path.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("local_response.publish.profile_files.os.fdopen", full)
    with pytest.raises(DocumentError, match="No space left"):
        write_profile(make.profile(), tmp_path, formats=("json",))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def square(code, x, y):
    ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
    return {"type": "Feature", "properties": {"PFA": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def test_boundaries_make_a_map_in_place_of_tiles(make, tmp_path):
    features = [square("E23000010", -2, 53), square("E23000006", -3, 53)]
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    with_map, with_tiles = (
        write_profile(make.profile(), tmp_path / name, formats=("html",), boundaries=given)[0].read_text()
        for name, given in (("map", path), ("tiles", None))
    )
    assert with_map.count('fill-rule="evenodd"') > with_tiles.count('fill-rule="evenodd"')


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        ("not json", "not GeoJSON"),
        ('{"features": [{"properties": {"c": "E23000010"}, "geometry": {"type": "Point"}}]}', "not GeoJSON"),
        ('{"features": []}', "no feature"),
        (None, "cannot be read"),
    ],
)
def test_boundaries_that_cannot_be_used_are_refused_with_a_remedy(make, tmp_path, content, finding):
    path = tmp_path / "areas.geojson"
    if content is not None:
        path.write_text(content)
    with pytest.raises(DocumentError, match=f"{finding}.*ONS Open Geography Portal"):
        write_profile(make.profile(), tmp_path, formats=("html",), boundaries=path)


@pytest.mark.parametrize(
    ("name", "stem"), [("Avon and Somerset", "avon-and-somerset"), ("Dyfed-Powys", "dyfed-powys"), ("../x", "x")]
)
def test_a_file_is_named_by_its_area(name, stem):
    assert file_stem(name) == stem
