"""What people write may name somebody: in the trail it stands among the words that can be erased (decisions 10)."""

import inspect
from collections.abc import Iterator, Mapping

import pytest
from django import forms
from django.db import models

from councils.case_page import STEPS as OF_CASES
from councils.models import Case, Instruction, QuarterAccount, SmallWork, SupervisionOrder
from councils.views.accounts import ACTS as OF_ACCOUNTS
from councils.views.accounts import ANSWERS, LINES
from councils.views.instructions import ACTS as OF_INSTRUCTIONS
from councils.views.supervision_orders import ACTS
from councils.views.works import ACTS as OF_WORKS
from enterprises.amend_views import STEPS as OF_AMENDMENTS
from enterprises.claim_views import STEPS as OF_CLAIMS
from enterprises.models import Amendment, FirmClaim
from parkdesk.core import states
from requests_flow.forms.filings import STEPS as OF_FILINGS
from requests_flow.forms.tracking import STEPS as OF_TRACKING
from requests_flow.models import Circular, Filing, Joint, Mediation, Need
from requests_flow.outreach.notice_forms import STEPS as OF_NOTICES
from requests_flow.views.counter import STEPS as OF_THE_DESK
from requests_flow.views.joint import DEEDS as OF_TEAMS
from requests_flow.views.mediation import DEEDS as OF_MEDIATIONS
from requests_flow.views.tasks import STEPS as OF_UNITS

OF_ORDERS = {verb: act.form for verb, act in ACTS.items()}
BESIDE = [
    (QuarterAccount, {act.step: act.form for act in (OF_ACCOUNTS | ANSWERS | LINES).values()}),
    (Instruction, {act.step: act.form for act in OF_INSTRUCTIONS.values()}),
    (SmallWork, {act.step: act.form for act in OF_WORKS.values()}),
    (Mediation, {deed.step: deed.form for deed in OF_MEDIATIONS.values()}),
    (Joint, {deed.step: deed.form for deed in OF_TEAMS.values()}),
]
PLACES = [
    (Need, OF_THE_DESK),
    (Need, OF_UNITS),
    (Need, OF_TRACKING),
    (Case, OF_CASES),
    (SupervisionOrder, OF_ORDERS),
    (Circular, OF_NOTICES),
    *BESIDE,
    (FirmClaim, {verb: kind for verb, (kind, *_) in OF_CLAIMS.items()}),
    (Amendment, {verb: kind for verb, (kind, *_) in OF_AMENDMENTS.items()}),
    (Filing, OF_FILINGS),
    (Case, OF_CASES),
    (SupervisionOrder, OF_ORDERS),
]


def written(form: type[forms.Form]) -> Iterator[str]:
    """The fields into which one types as one likes; one that the form looks up by what is typed is none."""
    for name, field in form.base_fields.items():
        if type(field) is forms.CharField and not field.widget.is_hidden and not hasattr(form, f"clean_{name}"):
            yield name


def told(model: type[models.Model], verb: str, name: str) -> bool:
    """Whether the step of this name takes the field as a fact."""
    if verb not in states.steps(model):
        return False
    taken = inspect.signature(getattr(model, verb, None) or getattr(model, f"{verb}_")).parameters.values()
    return any(one.name == name or one.kind is one.VAR_KEYWORD for one in taken)


@pytest.mark.parametrize(("model", "forms_of"), PLACES)
def test_what_is_typed_into_a_step_can_be_erased(model: type[models.Model], forms_of: Mapping[str, type[forms.Form]]):
    kept_for_ever = [
        f"{verb}: {name}"
        for verb, form in forms_of.items()
        for name in written(form)
        if told(model, verb, name) and name not in model.WORDS | {"note"}
    ]
    assert not kept_for_ever, "name it in the model's WORDS"
