"""The form of one act: its words, its one press, what it tells."""

from django import forms

from parkdesk.core.act_forms import DeedForm, KeyForm, day_field, text_field


class MoveForm(DeedForm):
    label = "Move"
    drawn_apart = frozenset({"photo"})
    why = text_field("Why")
    where = forms.ChoiceField(choices=[("here", "here")])
    on = day_field("On which day", required=False)
    photo = forms.FileField(required=False)


def test_each_form_that_is_opened_has_a_key_of_its_own():
    keys = {KeyForm().initial["key"] for _ in range(3)}
    assert len(keys) == 3
    assert KeyForm(initial={"key": "abc"}).initial["key"] == "abc"


def test_an_act_is_told_everything_but_the_key():
    form = MoveForm({"key": "abc", "why": "too loud", "where": "here"}, by="somebody")
    assert form.is_valid()
    assert form.facts() == {"why": "too loud", "where": "here", "on": None, "photo": None}
    assert (form.by, form.cleaned_data["key"]) == ("somebody", "abc")


def test_the_key_and_what_is_drawn_apart_are_not_among_the_fields_to_draw():
    assert [field.name for field in MoveForm(by=None).shown] == ["why", "where", "on"]


def test_an_empty_field_says_what_to_do_and_the_days_are_those_of_the_browser():
    form = MoveForm({"on": "31.12.2026"}, by=None)
    assert str(form.errors["why"]) != str(form.errors["where"])
    assert "on" in form.errors
