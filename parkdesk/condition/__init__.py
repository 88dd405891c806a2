"""How the house is: one source for `manage.py doctor`, the health page and `/metrics`."""

from parkdesk.condition.finding import Finding
from parkdesk.condition.home import at_home
from parkdesk.condition.outside import from_outside

__all__ = ["Finding", "at_home", "from_outside"]
