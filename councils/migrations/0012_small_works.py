"""Small works of councils and what was paid for them."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import parkdesk.core.clock
import parkdesk.core.states

STATES = [
    ("proposed", "before the council"),
    ("agreed", "agreed"),
    ("not_agreed", "not agreed"),
    ("contracted", "given to a contractor"),
    ("in_work", "being built"),
    ("claimed", "said to be finished"),
    ("to_mend", "to be mended"),
    ("accepted", "accepted"),
    ("cancelled", "called off"),
]
ENDS = ("not_agreed", "accepted", "cancelled")
WITH_A_CONTRACTOR = ("contracted", "in_work", "claimed", "to_mend", "accepted")


def key():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def fen(name, **more):
    return models.PositiveBigIntegerField(verbose_name=name, **more)


class Migration(migrations.Migration):
    dependencies = [("councils", "0011_tiers_between")]

    operations = [
        migrations.CreateModel(
            name="SmallWork",
            fields=[
                ("id", key()),
                (
                    "state",
                    parkdesk.core.states.StateField(
                        choices=STATES, default="proposed", max_length=12, protected=True, verbose_name="state"
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=120, verbose_name="title in English")),
                ("place", models.CharField(max_length=120, verbose_name="place")),
                ("what", models.TextField(max_length=1000, verbose_name="what is to be done")),
                ("budget", fen("budget in fen")),
                ("share_owner", fen("share of the operator or owner, in fen", default=0)),
                ("share_firms", fen("share of enterprises, in fen", default=0)),
                ("share_public", fen("share of community and public funds, in fen", default=0)),
                ("share_other", fen("share of others, in fen", default=0)),
                ("spent", fen("spent so far, in fen", default=0)),
                ("contractor", models.CharField(blank=True, max_length=80, verbose_name="contractor")),
                ("due_on", models.DateField(null=True, verbose_name="finished by")),
                ("proposed_at", models.DateTimeField(default=parkdesk.core.clock.now)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="work", to="councils.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "small work",
                "verbose_name_plural": "small works",
                "constraints": [
                    models.CheckConstraint(
                        name="work_shares_make_its_budget",
                        condition=Q(budget=F("share_owner") + F("share_firms") + F("share_public") + F("share_other")),
                    ),
                    models.CheckConstraint(name="work_has_a_budget", condition=Q(budget__gt=0)),
                    models.CheckConstraint(name="work_spent_within_its_budget", condition=Q(spent__lte=F("budget"))),
                    models.CheckConstraint(
                        name="work_ended_has_its_time",
                        condition=Q(state__in=ENDS, ended_at__isnull=False) | (~Q(state__in=ENDS) & Q(ended_at=None)),
                    ),
                    models.CheckConstraint(
                        name="work_contracted_has_its_contractor",
                        condition=~Q(state__in=WITH_A_CONTRACTOR) | (~Q(contractor="") & Q(due_on__isnull=False)),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkPayment",
            fields=[
                ("id", key()),
                ("number", models.PositiveSmallIntegerField(verbose_name="number of the payment")),
                ("what", models.CharField(max_length=120, verbose_name="what was paid for")),
                ("fen", fen("amount in fen")),
                ("paid_on", models.DateField(verbose_name="paid on")),
                ("struck_at", models.DateTimeField(null=True)),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="councils.smallwork"
                    ),
                ),
            ],
            options={
                "verbose_name": "payment for a small work",
                "verbose_name_plural": "payments for small works",
                "ordering": ["work_id", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=["work", "number"], name="work_payment_number_once"),
                    models.CheckConstraint(name="work_payment_of_something", condition=Q(fen__gt=0)),
                ],
            },
        ),
    ]
