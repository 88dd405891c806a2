"""The rows that a service page is made of: what to bring, how it goes, what people ask."""

from decimal import Decimal

from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.words import Doer, Form


class Material(blocks.StructBlock):
    """One paper to bring."""

    name = blocks.CharBlock(label=_("what"), max_length=120)
    form = blocks.ChoiceBlock(label=_("form"), choices=Form.choices)
    copies = blocks.IntegerBlock(label=_("copies"), min_value=1, max_value=20, default=1)
    is_optional = blocks.BooleanBlock(label=_("only where it applies"), required=False)

    class Meta:
        label = _("paper")
        icon = "doc-full"


class Step(blocks.StructBlock):
    """One step on the way to the result."""

    name = blocks.CharBlock(label=_("what happens"), max_length=160)
    doer = blocks.ChoiceBlock(label=_("who does it"), choices=Doer.choices)
    days = blocks.DecimalBlock(
        label=_("working days; 0 is the same day"),
        min_value=Decimal(0),
        validators=[MaxValueValidator(200)],
        decimal_places=1,
        max_digits=4,
        default=Decimal(0),
    )

    class Meta:
        label = _("step")
        icon = "list-ol"


class Question(blocks.StructBlock):
    """What people ask, and the answer."""

    question = blocks.CharBlock(label=_("question"), max_length=160)
    answer = blocks.TextBlock(label=_("answer"), max_length=800)

    class Meta:
        label = _("question")
        icon = "help"
