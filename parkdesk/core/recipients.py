"""Whom to tell, and how a key leads to an address: the package that owns a contact says so (decisions 15)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import translation

Resolver = Callable[[str], "Address | None"]
_resolvers: dict[str, Resolver] = {}


@dataclass(frozen=True)
class Address:
    """Where a recipient can be reached now. Never stored with the notice.

    `phone` (`+86…`) is there only where text messages may go to it: verified, or left with consent for one need.
    """

    name: str = ""
    email: str = ""
    url: str = ""
    phone: str = ""
    # Where the reader can stop messages without signing in; empty for people with an account.
    stop_url: str = ""


@dataclass(frozen=True)
class Recipient:
    """Somebody to tell: a key such as `person:5` or `need:17`, and the language they read.

    `channels` are the codes of the channels by which this one event may reach them; empty means the usual ones.
    """

    key: str
    language: str = "zh-hans"
    channels: tuple[str, ...] = ()

    def resolve(self) -> Address | None:
        """The address behind the key, asked of the package that owns it; None when there is none any more.

        Its links lead to pages in the recipient's language. Raises KeyError for a prefix that nobody registered.
        """
        prefix, _, ref = self.key.partition(":")
        with translation.override(self.language):
            return _resolvers[prefix](ref)

    @property
    def has_account(self) -> bool:
        return self.key.startswith("person:")


def resolves(prefix: str) -> Callable[[Resolver], Resolver]:
    """Register how keys with this prefix lead to an address."""

    def register(resolver: Resolver) -> Resolver:
        _resolvers[prefix] = resolver
        return resolver

    return register
