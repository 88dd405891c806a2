"""PostgreSQL posts in one call: `points_post` takes the steps of points/by_steps.py without a roundtrip between them.

A refusal is an answer, not an error: what was begun is undone inside the function, and the caller's transaction goes
on. SQLite has no functions of its own; there the ORM takes the steps in one IMMEDIATE transaction.
"""

from django.db import migrations

# The order of locks is that of all postings: the hold, the accounts by id (the caller sorts them), their lots.
POST = r"""
CREATE FUNCTION points_post(
    p_key uuid, p_request bytea, p_stamp text, p_code text, p_unit text, p_rule bigint, p_on date, p_now timestamptz,
    p_actor bigint, p_actor_kind text, p_actor_ref text, p_memo text,
    p_accounts bigint[], p_amounts bigint[], p_freed bigint[],
    p_hold bigint, p_posted bigint, p_lots text, p_today date, p_expires date,
    OUT transfer bigint, OUT said text
) LANGUAGE plpgsql AS $$
DECLARE
    v_transfer bigint; v_request bytea; v_account record; v_lot record; v_left bigint; v_piece bigint;
BEGIN
    INSERT INTO points_transfer (key, request_hash, code, unit, rule_version_id, effective_on, created_at,
                                 actor_id, actor_kind, actor_ref, memo)
    VALUES (p_key, p_request, p_code, p_unit, p_rule, p_on, p_now, p_actor, p_actor_kind, p_actor_ref, p_memo)
    ON CONFLICT (key) DO NOTHING RETURNING id INTO v_transfer;
    IF v_transfer IS NULL THEN
        SELECT id, request_hash INTO v_transfer, v_request FROM points_transfer WHERE key = p_key;
        transfer := v_transfer;
        said := CASE WHEN v_request = p_request THEN 'repeated' ELSE 'conflict' END;
        RETURN;
    END IF;

    IF p_hold IS NOT NULL THEN
        UPDATE points_hold SET state = 'posted', transfer_id = v_transfer, posted_amount = p_posted
        WHERE id = p_hold AND state = 'pending' AND expires_at > p_now;
        IF NOT FOUND THEN RAISE SQLSTATE 'PD001' USING MESSAGE = 'hold'; END IF;
    END IF;

    FOR i IN 1 .. array_length(p_accounts, 1) LOOP
        UPDATE points_account AS a
        SET balance = a.balance + p_amounts[i], held = a.held - p_freed[i], seq = a.seq + 1,
            head_hash = sha256(a.head_hash || convert_to(concat(
                p_stamp, E'\n', a.owner_type, ':', a.owner_id, ':', a.kind, ':', a.unit, ' ', a.seq + 1, ' ',
                p_amounts[i], ' ', a.balance + p_amounts[i]), 'UTF8'))
        WHERE a.id = p_accounts[i] AND NOT a.is_hot
        RETURNING a.seq, a.balance, a.head_hash, a.kind INTO v_account;
        IF NOT FOUND THEN
            INSERT INTO points_looseleg (account_id, transfer_id, amount) VALUES (p_accounts[i], v_transfer, p_amounts[i]);
            CONTINUE;
        END IF;
        INSERT INTO points_leg (account_id, seq, transfer_id, amount, balance_after, hash)
        VALUES (p_accounts[i], v_account.seq, v_transfer, p_amounts[i], v_account.balance, v_account.head_hash);
        CONTINUE WHEN v_account.kind <> 'person';

        IF p_amounts[i] > 0 THEN
            INSERT INTO points_lot (account_id, seq, amount, remaining, earned_on, expires_on)
            VALUES (p_accounts[i], v_account.seq, p_amounts[i], p_amounts[i], p_on, p_expires);
            CONTINUE;
        END IF;
        v_left := -p_amounts[i];
        FOR v_lot IN
            SELECT id, remaining FROM points_lot
            WHERE account_id = p_accounts[i] AND remaining > 0
              AND (p_lots = 'any' OR (p_lots = 'over' AND expires_on < p_today)
                   OR (p_lots = 'good' AND (expires_on IS NULL OR expires_on >= p_today)))
            ORDER BY expires_on, id
        LOOP
            v_piece := least(v_lot.remaining, v_left);
            UPDATE points_lot SET remaining = remaining - v_piece WHERE id = v_lot.id;
            INSERT INTO points_lotuse (lot_id, transfer_id, amount) VALUES (v_lot.id, v_transfer, v_piece);
            v_left := v_left - v_piece;
            EXIT WHEN v_left = 0;
        END LOOP;
        IF v_left > 0 THEN RAISE SQLSTATE 'PD001' USING MESSAGE = 'stale'; END IF;
    END LOOP;
    transfer := v_transfer;
    said := 'posted';
EXCEPTION
    WHEN SQLSTATE 'PD001' THEN
        transfer := NULL; said := SQLERRM;
    WHEN check_violation THEN
        IF SQLERRM NOT LIKE '%account_is_covered%' THEN RAISE; END IF;
        transfer := NULL; said := 'overdrawn';
END $$;
"""

GONE = (
    "DROP FUNCTION IF EXISTS points_post(uuid, bytea, text, text, text, bigint, date, timestamptz, bigint, text, text, "
    "text, bigint[], bigint[], bigint[], bigint, bigint, text, date, date)"
)


def make(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(GONE)
        with editor.connection.cursor() as cursor:
            cursor.execute(POST)


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(GONE)


class Migration(migrations.Migration):
    dependencies = [("points", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
