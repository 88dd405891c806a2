"""The one role table: every route of the house with those who may go there (quality 1).

The middleware `role_gate` asks it before each view; a route that is not declared here is closed to everybody, and a
test fails. What a person may not know of answers 404; a visitor is asked to sign in first. Which *records* somebody
sees behind an open route is decided by `visible_to` and by the permissions of each step.
"""

from parkdesk.admission import Route
from parkdesk.routes import councils, groups, house, needs

ROUTES: dict[str, Route] = {**house.ROUTES, **needs.ROUTES, **councils.ROUTES}
# Whole houses of others, Wagtail's and Django's admins: one rule for all addresses under theirs.
PREFIXES: dict[str, Route] = {"/cms/": groups.EDITORS, "/admin/": groups.ADMIN}


def route_of(view_name: str, path: str) -> Route | None:
    """The declared route of a view, or None when nobody declared it."""
    by_prefix = next((route for prefix, route in PREFIXES.items() if path.startswith(prefix)), None)
    return ROUTES.get(view_name) or by_prefix
