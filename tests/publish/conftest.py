"""The example profile, composed once a run."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from local_response.publish.composition import compose
from local_response.publish.document import Document


def _factory() -> ModuleType:
    spec = importlib.util.spec_from_file_location("publish_factory", Path(__file__).with_name("factory.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def make() -> ModuleType:
    """The functions that make example figures, charts and profiles."""
    return _factory()


@pytest.fixture(scope="session")
def document(make: ModuleType) -> Document:
    """The document of the example profile."""
    return compose(make.profile())
