"""Other systems with their keys, and how they call."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from parkdesk.core import clock
from requests_flow.keys import Terms, make_key
from requests_flow.models import ApiKey
from requests_flow.models.key import Scope

TEXT = "3号楼东侧客梯又停了"


@pytest.fixture
def a_key(manager) -> Callable[..., tuple[ApiKey, str]]:
    """`a_key("needs:write", parks=[park])`: (the key, its secret)."""

    def make(*scopes: str, **more: Any) -> tuple[ApiKey, str]:
        until = clock.today() + timedelta(days=30)
        terms = Terms(name="物业系统", scopes=scopes or (Scope.WRITE, Scope.READ), expires_on=until, **more)
        return make_key(terms, by=manager)

    return make


@pytest.fixture
def call(client, a_key):
    """`call("/needs", {"text": …}, secret=…, **headers)`: the answer; without `said` it is a GET."""
    own = a_key()[1]

    def go(path: str, said: Any = None, *, secret: str = own, **more: str) -> Any:
        headers = {"Authorization": f"Bearer {secret}"} | {name.replace("_", "-"): one for name, one in more.items()}
        if said is None:
            return client.get(f"/api/v1{path}", headers=headers)
        body = said if isinstance(said, bytes) else json.dumps(said)
        kind = headers.pop("Content-Type", "application/json")
        return client.post(f"/api/v1{path}", body, content_type=kind, headers=headers)

    return go
