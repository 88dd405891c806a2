import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import parkdesk.core.clock
import parkdesk.core.states

KINDS = [
    ("parking", "Car-park income"),
    ("advertising", "Advertising on shared walls"),
    ("letting", "Letting of shared rooms"),
    ("interest", "Interest"),
    ("other_in", "Other income"),
    ("repairs", "Repairs"),
    ("cleaning", "Cleaning of shared parts"),
    ("energy", "Energy of shared parts"),
    ("works", "Small works"),
    ("other_out", "Other spending"),
]
STATES = [
    ("draft", "being written"),
    ("presented", "before the council"),
    ("disclosed", "disclosed"),
    ("audited", "audited"),
]
AUTHOR = {"related_name": "+", "to": settings.AUTH_USER_MODEL}
ACCOUNT = {"on_delete": django.db.models.deletion.PROTECT, "to": "councils.quarteraccount"}


def key():
    return ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    dependencies = [
        ("councils", "0012_small_works"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="ruleset",
            name="account_comment_days",
            field=models.PositiveSmallIntegerField(
                db_default=5, default=5, verbose_name="days for comments on shared accounts"
            ),
        ),
        migrations.CreateModel(
            name="QuarterAccount",
            fields=[
                key(),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="quarter")),
                (
                    "state",
                    parkdesk.core.states.StateField(
                        choices=STATES, default="draft", max_length=10, protected=True, verbose_name="state"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("opening_fen", models.BigIntegerField(verbose_name="opening balance in fen")),
                ("presented_at", models.DateTimeField(null=True)),
                ("disclosed_at", models.DateTimeField(null=True)),
                ("comments_until", models.DateField(null=True)),
                ("audit_note", models.TextField(blank=True, max_length=1000, verbose_name="audit note")),
                ("audited_at", models.DateTimeField(null=True)),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="accounts", to="councils.council"
                    ),
                ),
                ("written_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, **AUTHOR)),
            ],
            options={
                "verbose_name": "shared accounts of a quarter",
                "verbose_name_plural": "shared accounts by quarter",
                "constraints": [
                    models.UniqueConstraint(fields=("council", "year", "quarter"), name="account_once_a_quarter"),
                    models.CheckConstraint(
                        condition=models.Q(("quarter__gte", 1), ("quarter__lte", 4)), name="account_quarter"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["disclosed", "audited"]), _negated=True),
                            models.Q(("comments_until__isnull", False), ("disclosed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="account_disclosed_has_its_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("audited_at__isnull", False),
                                ("state", "audited"),
                                models.Q(("audit_note", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "audited"), _negated=True),
                                ("audit_note", ""),
                                ("audited_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="account_audited_has_its_note",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountLine",
            fields=[
                key(),
                ("number", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(choices=KINDS, max_length=12, verbose_name="kind")),
                ("amount_fen", models.BigIntegerField(verbose_name="amount in fen")),
                ("text", models.CharField(blank=True, max_length=120, verbose_name="what for")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="councils.quarteraccount"
                    ),
                ),
            ],
            options={
                "verbose_name": "line of shared accounts",
                "verbose_name_plural": "lines of shared accounts",
                "ordering": ["account_id", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "number"), name="account_line_once"),
                    models.CheckConstraint(condition=models.Q(("amount_fen__gt", 0)), name="account_line_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", [kind for kind, _label in KINDS])), name="account_line_of_a_kind"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountVersion",
            fields=[
                key(),
                ("version", models.PositiveSmallIntegerField()),
                ("record", models.TextField()),
                ("record_sha256", models.CharField(max_length=64)),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("replaced_at", models.DateTimeField(default=parkdesk.core.clock.now, editable=False)),
                ("account", models.ForeignKey(related_name="versions", **ACCOUNT)),
            ],
            options={
                "verbose_name": "earlier version of shared accounts",
                "verbose_name_plural": "earlier versions of shared accounts",
                "ordering": ["account_id", "version"],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "version"), name="account_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountComment",
            fields=[
                key(),
                ("text", models.TextField(max_length=600, verbose_name="comment")),
                ("at", models.DateTimeField(default=parkdesk.core.clock.now)),
                ("answer", models.TextField(blank=True, max_length=600, verbose_name="answer to a comment")),
                ("answered_at", models.DateTimeField(null=True)),
                ("account", models.ForeignKey(related_name="comments", **ACCOUNT)),
                (
                    "person",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, **AUTHOR),
                ),
            ],
            options={
                "verbose_name": "comment on shared accounts",
                "verbose_name_plural": "comments on shared accounts",
                "ordering": ["account_id", "pk"],
            },
        ),
    ]
