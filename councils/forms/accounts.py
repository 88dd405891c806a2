"""The forms of shared accounts: a new quarter, its lines, a correction, a comment, its answer, the audit note."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from councils import account_lines
from councils.accounts import Written
from councils.forms.acts import ActForm
from councils.models import AccountComment, AccountKind
from councils.quarters import Quarter
from parkdesk.core import clock
from parkdesk.core.act_forms import text_field
from parkdesk.core.money import fen_of

# Empty rows below those that stand; pressing again gives more.
SPARE = 4
# How far back the first quarter of a park may lie.
QUARTERS_BACK = 8


def amount_field(**facts: Any) -> forms.DecimalField:
    """Yuan with at most two decimals."""
    widget = forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"})
    return forms.DecimalField(max_digits=12, decimal_places=2, widget=widget, **facts)


class StartForm(ActForm):
    title = _("Begin a quarter")
    deed = _("Begin it")
    first = forms.ChoiceField(label=_("Which quarter"))
    opening = amount_field(
        label=_("Opening balance in yuan"),
        help_text=_("Typed for the first quarter alone; later ones carry on from the one before."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.thing.accounts.exists():
            del self.fields["first"], self.fields["opening"]
            return
        now = Quarter.of(clock.today())
        terms = [str(now.back(count)) for count in range(QUARTERS_BACK)]
        self.fields["first"].choices = [(term, term) for term in terms]
        self.initial.setdefault("first", terms[1])

    def facts(self) -> dict[str, Any]:
        if "first" not in self.fields:
            return {}
        return {
            "first": Quarter.read(self.cleaned_data["first"]),
            "opening_fen": fen_of(self.cleaned_data["opening"]),
        }


class LinesForm(ActForm):
    """Many lines in one form: rows of kind, amount and words; a table may bring more. What was typed is kept."""

    label = _("Write the lines")
    title = _("Lines of income and spending")
    lede = _("The closing balance is computed: opening balance plus income less spending. Name no person.")
    deed = _("Keep the lines")
    table = forms.FileField(
        label=_("Lines from a table"),
        help_text=_("An .xlsx or .csv with three columns: kind, amount in yuan, what for. They are put below these."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    rows = forms.IntegerField(required=False, widget=forms.HiddenInput(attrs={"id": False}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = list(self.thing.lines.all())
        self.count = self._sent() if self.is_bound else min(len(standing) + SPARE, account_lines.MOST)
        self.initial["rows"] = self.count
        for number in range(1, self.count + 1):
            self._row(number, standing[number - 1] if number <= len(standing) else None)

    def _sent(self) -> int:
        said = str(self.data.get("rows", ""))
        return min(int(said), account_lines.MOST) if said.isdecimal() and len(said) < 4 else SPARE

    def _row(self, number: int, line: Any) -> None:
        income = [(one.value, one.label) for one in AccountKind if one.is_income]
        spending = [(one.value, one.label) for one in AccountKind if not one.is_income]
        kinds: list[Any] = [("", "–"), (_("Income"), income), (_("Spending"), spending)]
        kind = pgettext_lazy("line of accounts", "Kind")
        self.fields[f"kind_{number}"] = forms.ChoiceField(label=kind, choices=kinds, required=False)
        self.fields[f"amount_{number}"] = amount_field(label=_("Amount in yuan"), required=False)
        self.fields[f"text_{number}"] = forms.CharField(
            label=pgettext_lazy("line of accounts", "What for"), required=False, max_length=account_lines.LONGEST
        )
        if line:
            yuan = f"{line.amount_fen // 100}.{line.amount_fen % 100:02d}"
            self.initial |= {f"kind_{number}": line.kind, f"amount_{number}": yuan, f"text_{number}": line.text}

    @property
    def lines(self) -> list[list[Any]]:
        """The bound fields row by row."""
        return [[self[f"{name}_{n}"] for name in ("kind", "amount", "text")] for n in range(1, self.count + 1)]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        typed = [one for n in range(1, self.count + 1) if (one := self._line(n, found))]
        upload = found.get("table")
        if upload:
            try:
                typed += account_lines.read(upload)
            except account_lines.Faulty as error:
                self.add_error("table", error.reasons)
        if not typed and not self.errors:
            self.add_error("kind_1", gettext("Write down at least one line."))
        if len(typed) > account_lines.MOST:
            words = gettext("A quarter has at most %(most)s lines; add small ones up.")
            self.add_error("table", words % {"most": account_lines.MOST})
        self.typed = typed
        return found

    def _line(self, number: int, found: dict[str, Any]) -> Written | None:
        kind, amount = found.get(f"kind_{number}"), found.get(f"amount_{number}")
        text = found.get(f"text_{number}") or ""
        if not kind and amount is None and not text:
            return None
        if not kind and f"kind_{number}" not in self.errors:
            self.add_error(f"kind_{number}", gettext("Choose one."))
        if f"amount_{number}" not in self.errors and (amount is None or amount <= 0):
            self.add_error(f"amount_{number}", gettext("Write an amount above zero."))
        return None if amount is None or not kind else Written(kind, fen_of(amount), text)

    def facts(self) -> dict[str, Any]:
        return {"lines": self.typed}


class CorrectForm(LinesForm):
    label = _("Correct it")
    title = _("Correct disclosed accounts")
    lede = _(
        "The next version stands with its reason; this one stays readable, and people can comment anew. "
        "Where a later quarter exists, the closing balance stays."
    )
    deed = _("Disclose the correction")
    reason = forms.CharField(label=_("Reason of the correction"), max_length=300)

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"reason": self.cleaned_data["reason"]}


class PresentForm(ActForm):
    label = deed = _("Lay it before the council")


class SendBackForm(ActForm):
    label = _("Send it back")
    title = _("Send the accounts back")
    deed = _("Send it back")
    reason = text_field(_("What is to be mended"), longest=300)


class DiscloseForm(ActForm):
    label = _("Disclose it")
    title = _("Disclose the accounts of this quarter")
    lede = _("Everybody who works in the park reads it from now on and can comment. It cannot be taken back.")
    deed = _("Disclose it")


class CommentForm(ActForm):
    label = pgettext_lazy("account", "Comment")
    title = _("Comment on the accounts")
    lede = _("Everybody of the park reads it, with the first sign of your name. Write no phone number.")
    deed = _("Send the comment")
    text = text_field(_("Your comment"), longest=600)


class AnswerForm(ActForm):
    label = pgettext_lazy("comment on accounts", "Answer")
    title = _("Answer the comment")
    deed = pgettext_lazy("comment on accounts", "Send the answer")
    said = forms.ModelChoiceField(queryset=AccountComment.objects.none(), widget=forms.HiddenInput)
    answer = text_field(_("What you answer"), longest=600)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["said"].queryset = self.thing.comments.filter(answered_at=None)


class AuditForm(ActForm):
    label = _("Write the audit note")
    title = _("Audit note")
    deed = _("Publish the audit note")
    audit_note = text_field(_("What was looked at, and what was found"), longest=1000)
