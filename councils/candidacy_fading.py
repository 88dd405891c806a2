"""Who stood for election and is erased: that somebody stood, votes and result stay; their own words go."""

from councils.models import Candidacy
from enterprises.models import Person
from parkdesk.core import trail
from parkdesk.core.blotting import about_any


def forget(person: Person) -> int:
    """Take position and statement away, here and among the words of the trail. Returns how many candidacies."""
    mine = Candidacy.objects.filter(person=person)
    trail.erase(about_any(mine))
    return mine.update(position="", statement="")
