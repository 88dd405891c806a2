"""`python -m tests.bench.hordak_hand`: transfers of django-hordak, in its own Django (tests.bench.hordak_settings)."""

from itertools import cycle

import django
from django.core.management import call_command

PEOPLE = 50


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    from django.db import transaction  # models are there after setup() alone
    from hordak.models import Account
    from moneyed import Money

    from tests.bench.hands import serve, worked_in

    def account(number: int) -> Account:
        return Account.objects.create(name=f"{number}", code=f"{number:02}", type="AS", currencies=["EUR"])

    shop, *people = [account(number) for number in range(PEOPLE + 1)]
    turns, ten = cycle(people), Money(10, "EUR")

    def transfer() -> None:
        with transaction.atomic():  # both legs at once: the library checks at the end that they balance
            next(turns).transfer_to(shop, ten)

    serve(worked_in({"transfer": transfer}))


if __name__ == "__main__":
    main()
