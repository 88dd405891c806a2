"""Every address of the house with real things behind it: a new route is walked without being named anywhere."""

import itertools
import re

from django.db.models import Q
from django.urls import URLPattern, URLResolver, get_resolver

from enterprises.models import PlaceCode
from parkdesk.core import states
from requests_flow.models import Need

# Whole houses of others; the gate is tested for them as one address each.
OF_OTHERS = {"cms", "admin"}
ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
# Nobody has these; a tracking link or a code that somebody holds is theirs to use.
UNKNOWN = {"token": "0" * 40, "signed": "x", "form": "json"}
MOST = 60


def addresses(verbs=()):
    """(view name, path) for every route, with up to MOST combinations of real references, numbers and steps."""
    found = samples(verbs)
    for name, pattern in patterns():
        wanted = [(kind, arg) for kind, arg in ARGUMENT.findall(pattern)]
        choices = [found.get(arg) or (["1", "2", "3"] if kind == "int" else ["x"]) for kind, arg in wanted]
        for chosen in itertools.islice(itertools.product(*choices), MOST):
            values = iter(chosen)
            yield name, "/" + ARGUMENT.sub(lambda _, values=values: next(values), pattern)


def samples(verbs):
    """What stands in addresses: needs of each kind of privacy, the park of the demonstration, its codes."""
    kinds = (Q(is_protected=True), Q(is_personal=True), Q(is_personal=False, is_protected=False, tier="complex"))
    needs = [Need.objects.handed_in().filter(kind).order_by("pk").first() for kind in kinds]
    codes = PlaceCode.objects.filter(revoked_at=None).order_by("pk")[:1]
    return {
        "ref": [one.reference for one in needs if one],
        "code": [*(one.code for one in codes), "P01"],
        "park": ["P01"],
        "verb": list(verbs) or ["accept"],
        "slug": ["x"],
        "order": ["1"],
        **{arg: [value] for arg, value in UNKNOWN.items()},
    }


def every_step():
    """The names of all steps of a need, and of pages that look like one."""
    return [*states.steps(Need), "contact"]


def patterns(resolver=None, prefix="", namespace=""):
    """(view name, pattern) for every route; patterns of regular expressions are others'."""
    for one in (resolver or get_resolver()).url_patterns:
        path = prefix + ("" if str(one.pattern).startswith("^") else str(one.pattern))
        if isinstance(one, URLResolver):
            if path.strip("/") not in OF_OTHERS:
                inner = ":".join(part for part in (namespace, one.namespace) if part)
                yield from patterns(one, path, inner)
        elif isinstance(one, URLPattern) and not str(one.pattern).startswith("^"):
            yield ":".join(part for part in (namespace, one.name or "") if part), path
