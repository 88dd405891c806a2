"""Which model is in use: what comes with the package, the catalogue of this house, and what people's sorting taught.

A process keeps the models it composed, by version and catalogue: one short query says whether they still hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.db.models import Subquery

from requests_flow.models import Service, SortingModel
from requests_flow.suggestion import catalogue_text, seed
from requests_flow.suggestion.features import Features
from requests_flow.suggestion.model import Model

PACKAGED = "packaged"
_COLUMNS = ("code", "name_zh", "name_en", "summary_zh", "summary_en", "keywords", "category")


@dataclass(frozen=True)
class Known:
    """The model in use, and the services of this house by code."""

    model: Model
    services: Mapping[str, Service]


def in_use() -> Known:
    """The model in use with the catalogue as it stands now: one query."""
    in_use = SortingModel.objects.filter(is_in_use=True).values("version")
    rows = list(Service.objects.only(*_COLUMNS).annotate(model=Subquery(in_use[:1])))
    services = {one.code: one for one in rows}
    # A house without a catalogue has no row to carry it.
    version = (rows[0].model if rows else in_use.values_list("version", flat=True).first()) or PACKAGED
    return Known(_composed(version, _Catalogue(services)), services)


@lru_cache(maxsize=1)
def packaged() -> Model:
    """What comes with the package alone: works without a database."""
    return composed(PACKAGED, catalogue_text.packaged(), {})


def composed(version: str, described: Mapping[str, Features], weights: Mapping[str, Any]) -> Model:
    """A model of the catalogue's words, the seed, and the weights that were learned."""
    model = Model(version)
    for code, words in described.items():
        model.describe(code, words)
    model.learn(seed.phrases())
    model.learn(seed.examples())
    model.absorb(weights)
    return model


class _Catalogue:
    """The services with a digest of their words, by which a cache knows them."""

    def __init__(self, services: Mapping[str, Service]) -> None:
        self.services = services
        said = repr([[getattr(one, name) for name in _COLUMNS] for one in services.values()])
        self.digest = sha256(said.encode()).hexdigest()

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Catalogue) and self.digest == other.digest


@lru_cache(maxsize=2)
def _composed(version: str, catalogue: _Catalogue) -> Model:
    learned = SortingModel.objects.filter(version=version).only("weights")
    row = learned.first() if version != PACKAGED else None
    return composed(version, catalogue_text.described(catalogue.services.values()), row.weights if row else {})
