"""Who edits and who publishes: Wagtail's groups follow the appointments of the house (decisions 4)."""

from typing import Any

from django.contrib.auth.models import Group
from wagtail.models import Page

from cms.models import NewsPage, ServicePage
from enterprises.models import Appointment, Person
from enterprises.roles import Role

# The groups are made by the migration `editors`, with their rights on the parts of the tree.
GROUPS: dict[str, str] = {Role.EDITOR: "编辑 Editors", Role.PUBLISHER: "发布 Publishing editors"}


def keep_in_step(person: Person) -> None:
    """Give a person the groups of the roles they wear today, and take away the others of ours."""
    known = {group.name: group for group in Group.objects.filter(name__in=GROUPS.values())}
    wanted = {GROUPS[role] for role in person.roles if role in GROUPS} & set(known)
    worn = set(person.groups.filter(name__in=known).values_list("name", flat=True))
    if wanted != worn:
        person.groups.remove(*(known[name] for name in worn - wanted))
        person.groups.add(*(known[name] for name in wanted - worn))


def may_take_down(person: object, page: Page) -> bool:
    """Whether this person may take a page off the site at once: a publishing editor, where editors write at all."""
    if not isinstance(person, Person) or not person.wears(Role.PUBLISHER):
        return False
    return page.specific_class in {ServicePage, NewsPage}


def follow(instance: Appointment, **_: Any) -> None:
    """After an appointment is saved: whoever is to publish is told of waiting pages before their first visit."""
    if instance.role in GROUPS:
        keep_in_step(Person.objects.get(pk=instance.person_id))
