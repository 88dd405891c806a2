"""The trail: chained by hash per subject, its words erasable, and every tampering found."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from hypothesis import given
from hypothesis import strategies as st

from parkdesk.core import append_only, clock, trail
from parkdesk.core.actors import CLOCK, Holder
from parkdesk.core.models import Entry, EntryText
from parkdesk.core.trail import canonical
from tests.factories import ParkFactory
from tests.rounds import examples, undone

NOTES = st.lists(st.sampled_from(["", "电梯停了", "来修了", "好了，谢谢", "x" * 300]), min_size=2, max_size=6)
SALT = "0" * 32


@pytest.fixture(autouse=True)
def nobody_listens(follow):
    """A delivery would hold on to its entry; who hears what is told in test_outbox."""


def chain(park, notes):
    """Entries about a park, one for each note, a minute apart."""
    begun = clock.now()
    return [
        trail.write(
            park,
            Holder("link", f"need:{number}") if number % 2 else CLOCK,
            trail.Line(
                verb="enterprises.park.look",
                facts={"number": number, "from": "open", "to": "open"},
                words={"note": note},
                is_public=bool(number % 3),
                park_code=park.code,
                at=begun + timedelta(minutes=number),
            ),
        )
        for number, note in enumerate(notes)
    ]


def kinds():
    return {finding.kind for finding in trail.verify()}


# --- untouched and erased ----------------------------------------------------------------------------
@given(first=NOTES, second=NOTES)
@examples(15)
def test_a_trail_that_nobody_touched_adds_up(db, first, second):
    with undone():
        chain(ParkFactory(), first)
        chain(ParkFactory(), second)
        assert list(trail.verify()) == []


@given(notes=NOTES, which=st.sets(st.integers(0, 5)))
@examples(15)
def test_erased_words_are_named_and_are_no_fault(db, notes, which):
    with undone():
        entries = chain(ParkFactory(), notes)
        gone = [one for number, one in enumerate(entries) if number in which]
        with_words = [one for one in gone if notes[one.seq - 1]]
        assert trail.erase(gone) == len(with_words)
        assert [(one.entry, one.kind) for one in trail.verify()] == [(one, "erased") for one in with_words]
        assert not EntryText.objects.filter(entry__in=gone).exists()


def test_the_command_says_erased_and_ends_well(park):
    entries = chain(park, ["电话154", "好了"])
    trail.erase(entries[:1])
    said = io.StringIO()
    call_command("verify_trail", stdout=said)
    assert f"erased enterprises.park:{park.pk}#1" in said.getvalue()
    assert "untouched: 2 entries" in said.getvalue()


def test_the_command_names_the_first_broken_place(park):
    entries = chain(park, ["停了", "来修了", "好了"])
    with append_only.maintenance():
        Entry.objects.filter(pk=entries[1].pk).update(canonical="{}")
    with pytest.raises(CommandError, match=f"broken enterprises.park:{park.pk}#2"):
        call_command("verify_trail", stdout=io.StringIO())


# --- tampering through the maintenance door ----------------------------------------------------------
EDITS = {
    "verb": "enterprises.park.close",
    "actor_kind": "device",
    "actor_ref": "someone:else",
    "at": models.F("at") + timedelta(seconds=1),
    "is_public": ~models.Q(is_public=True),
    "park_code": "P99",
    "occurred_on": date(2020, 1, 1),
    "canonical": models.functions.Concat("canonical", models.Value(" ")),
    "hash": "f" * 64,
    "seq": 99,
    "subject_id": 999_999,
}


@given(notes=NOTES, field=st.sampled_from(sorted(EDITS)), data=st.data())
@examples(40)
def test_an_edit_of_any_entry_is_found(db, notes, field, data):
    with undone():
        entries = chain(ParkFactory(), notes)
        victim = data.draw(st.sampled_from(entries))
        with append_only.maintenance():
            Entry.objects.filter(pk=victim.pk).update(**{field: EDITS[field]})
        assert "broken" in kinds()


@given(notes=NOTES, data=st.data())
@examples(25)
def test_a_rewritten_fact_is_found_even_with_a_new_hash(db, notes, data):
    """Whoever edits a fact and computes that entry's hash anew breaks the next one, or the column beside it."""
    with undone():
        entries = chain(ParkFactory(), notes)
        victim = data.draw(st.sampled_from(entries[:-1]))
        text = victim.canonical.replace('"quantity":1', '"quantity":9')
        before = entries[victim.seq - 2].hash if victim.seq > 1 else trail.GENESIS
        with append_only.maintenance():
            Entry.objects.filter(pk=victim.pk).update(canonical=text, hash=trail.digest_entry(before, text))
        assert [one.entry.seq for one in trail.verify()] == [victim.seq + 1]


@given(notes=NOTES, data=st.data())
@examples(20)
def test_a_missing_entry_is_found(db, notes, data):
    """All but the last: a cut tail takes the signed checkpoints of a later log."""
    with undone():
        entries = chain(ParkFactory(), notes)
        victim = data.draw(st.sampled_from(entries[:-1]))
        with append_only.maintenance():
            trail.erase([victim])
            Entry.objects.filter(pk=victim.pk).delete()
        assert next(trail.verify()).reason == "an entry before this one is missing"


@given(notes=NOTES, data=st.data())
@examples(20)
def test_an_inserted_entry_is_found(db, notes, data):
    with undone():
        entries = chain(ParkFactory(), notes)
        like = data.draw(st.sampled_from(entries))
        later = [one for one in reversed(entries) if one.seq > like.seq]
        with append_only.maintenance():
            for one in later:
                Entry.objects.filter(pk=one.pk).update(seq=one.seq + 1)
            forged = Entry.objects.get(pk=like.pk)
            forged.pk, forged.seq = None, like.seq + 1
            forged.canonical = like.canonical.replace(f'"seq":{like.seq}', f'"seq":{like.seq + 1}')
            forged.hash = trail.digest_entry("0", forged.canonical)
            forged.save(force_insert=True)
        assert "broken" in kinds()


@given(notes=NOTES, data=st.data())
@examples(20)
def test_two_swapped_entries_are_found(db, notes, data):
    with undone():
        entries = chain(ParkFactory(), notes)
        one, other = data.draw(st.permutations(entries))[:2]
        with append_only.maintenance():
            for pk, seq in ((one.pk, 90), (other.pk, one.seq), (one.pk, other.seq)):
                Entry.objects.filter(pk=pk).update(seq=seq)
        assert "broken" in kinds()


def test_an_entry_moved_to_another_park_is_found(db):
    entries, other = chain(ParkFactory(), ["停了", "好了"]), ParkFactory()
    with append_only.maintenance():
        Entry.objects.filter(pk=entries[0].pk).update(subject_id=other.pk)
    assert {one.entry.subject_id for one in trail.verify()} == {entries[0].subject_id, other.pk}


# --- tampering with words ----------------------------------------------------------------------------
@given(note=st.text(min_size=1, max_size=20), forged=st.text(min_size=1, max_size=20))
@examples(20)
def test_changed_words_are_found(db, note, forged):
    with undone():
        entry = chain(ParkFactory(), [note])[0]
        with append_only.maintenance():
            EntryText.objects.filter(entry=entry).update(words=canonical({"note": f"{note}{forged}"}))
        assert kinds() == {"broken"}


def test_letters_moved_between_salt_and_words_are_found(park):
    entry = chain(park, ["来修了"])[0]
    text = entry.text
    with append_only.maintenance():
        EntryText.objects.filter(entry=entry).update(salt=text.salt[:-1], words=text.salt[-1] + text.words)
    assert kinds() == {"broken"}


def test_words_put_under_an_entry_that_had_none_are_found(park):
    entry = chain(park, [""])[0]
    EntryText.objects.create(entry=entry, salt=SALT, words=canonical({"note": "我们同意"}))
    assert kinds() == {"broken"}


def test_words_swapped_between_two_entries_are_found(park):
    one, other = chain(park, ["同意", "不同意"])
    with append_only.maintenance():
        EntryText.objects.filter(entry=one).update(salt=other.text.salt, words=other.text.words)
    assert [finding.entry for finding in trail.verify()] == [one]


@pytest.mark.parametrize("text", ["{", "{}", "[]", "7", ""])
def test_what_cannot_be_read_any_more_is_a_finding_not_a_crash(park, text):
    entry = chain(park, ["停了"])[0]
    with append_only.maintenance():
        Entry.objects.filter(pk=entry.pk).update(canonical=text, hash=trail.digest_entry(trail.GENESIS, text))
    assert kinds() == {"broken"}


# --- one form for one value --------------------------------------------------------------------------
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(value=VALUES)
@examples(60)
def test_a_value_has_one_text_whatever_order_it_was_built_in(value):
    turned = dict(reversed(value.items())) if isinstance(value, dict) else value
    assert canonical(value) == canonical(turned)


@given(values=st.frozensets(st.text(max_size=8) | st.integers(), max_size=8))
@examples(60)
def test_a_set_has_one_text(values):
    for order in (sorted(values, key=repr), sorted(values, key=str, reverse=True)):
        assert canonical(values) == canonical(set(order)) == canonical(frozenset(order))


@pytest.mark.parametrize("value", [0.5, object(), b"x", {"a": 1.0}, [1, 2.5]])
def test_what_has_no_single_form_is_refused(value):
    with pytest.raises(TypeError):
        canonical(value)


def test_moments_are_written_in_utc_to_the_microsecond():
    noon = datetime(2026, 11, 24, 12, 0, 0, 5, tzinfo=clock.SHANGHAI)
    assert canonical(noon) == canonical(noon.astimezone(UTC)) == '"2026-11-24T04:00:00.000005Z"'


def test_the_hash_is_the_one_that_the_design_names(park):
    """SHA-256 of the previous hash and the canonical text, so that anybody can check it with other tools."""
    first, second = chain(park, ["", ""])
    assert second.hash == trail.digest_entry(first.hash, second.canonical)
    assert first.hash == trail.digest_entry("0" * 64, first.canonical)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT encode(sha256(convert_to(%s || %s, 'UTF8')), 'hex')", [first.hash, second.canonical])
            assert cursor.fetchone()[0] == second.hash
