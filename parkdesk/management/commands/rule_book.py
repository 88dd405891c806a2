"""Sets up what contributions are worth: the rule book of a year, drafted, and approved by a joint session."""

from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from enterprises.models import Person
from parkdesk.core.flow import NotYours
from points import rulebook, seeds
from points.models import RuleBook

LONGEST = RuleBook._meta.get_field("reference").max_length or 0


def _session(said: str) -> str:
    if not 0 < len(said.strip()) <= LONGEST:
        raise ArgumentTypeError(f"name the session in 1 to {LONGEST} signs")
    return said.strip()


class Command(BaseCommand):
    help = (
        "Drafts the rule book of a year from the house's own table; --approve or --drop says what the joint session "
        "of all councils decided about the draft. A second time changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        decided = parser.add_mutually_exclusive_group()
        decided.add_argument("--approve", metavar="SESSION", type=_session, help="put the draft into force")
        decided.add_argument("--drop", action="store_true", help="the session did not adopt the draft")
        parser.add_argument("--by", metavar="USERNAME", help="the community leader who puts it on record")

    def handle(self, *, year: int, approve: str | None, drop: bool, by: str | None, **options: Any) -> None:
        try:
            book = _decided(year, approve, by) if approve or drop else seeds.ensure_rule_book(year)
        except NotYours as error:
            raise CommandError(f"{by} is not the community leader") from error
        except RuleBook.DoesNotExist as error:
            raise CommandError(f"there is no draft of {year}") from error
        count = book.versions.count()
        self.stdout.write(f"rule book {book}: {count} rules, in force from {book.starts_on}, {book.state}")


def _decided(year: int, approve: str | None, by: str | None) -> RuleBook:
    """The book after the decision; the same decision again is the one that stands."""
    leader = Person.objects.filter(username=by).first()
    if leader is None:
        raise CommandError(f"nobody is called {by}" if by else "say with --by who puts it on record")
    if approve is None:
        return rulebook.drop(year, by=leader)
    stands = RuleBook.objects.filter(year=year, state=RuleBook.State.APPROVED, reference=approve).first()
    return stands or rulebook.approve(year, approve, by=leader)
