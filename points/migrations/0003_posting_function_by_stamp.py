"""PostgreSQL posts in one call: `points_post` takes its columns from the stamp, and its lots one at a time.

The steps are those of points/by_steps.py without a roundtrip between them. A refusal is an answer, not an error: what
was begun is undone inside the function, and the caller's transaction goes on. SQLite has no functions of its own;
there the ORM takes the steps in one IMMEDIATE transaction.
"""

from django.db import migrations

# It answers "posted 17" or "repeated 17" (the id of the transfer), or the one word of its refusal.
# The stamp holds every column of the transfer, so what is stored and what is chained cannot differ (points/chain.py).
# The order of locks is that of all postings: the hold, the accounts by id (the caller sorts them), their lots.
POST = r"""
CREATE FUNCTION points_post(
    p_stamp text, p_accounts bigint[], p_amounts bigint[], p_freed bigint[], p_hot bigint[], p_hot_amounts bigint[],
    p_hold bigint, p_posted bigint, p_lots text, p_today date, p_expires date
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := p_stamp;
    v_key uuid := v->>'key'; v_request bytea := decode(v->>'request', 'hex');
    v_on date := v->>'effective_on'; v_now timestamptz := v->>'created_at';
    v_transfer bigint; v_before bytea; v_account record; v_lot record; v_left bigint; v_piece bigint;
BEGIN
    INSERT INTO points_transfer (key, request_hash, code, unit, rule_version_id, effective_on, created_at,
                                 actor_id, actor_kind, actor_ref, memo)
    VALUES (v_key, v_request, v->>'code', v->>'unit', (v->>'rule_version_id')::bigint, v_on, v_now,
            (v->>'actor_id')::bigint, v->>'actor_kind', v->>'actor_ref', v->>'memo')
    ON CONFLICT (key) DO NOTHING RETURNING id INTO v_transfer;
    IF v_transfer IS NULL THEN
        SELECT id, request_hash INTO v_transfer, v_before FROM points_transfer WHERE key = v_key;
        RETURN CASE WHEN v_before = v_request THEN 'repeated ' || v_transfer ELSE 'conflict' END;
    END IF;

    IF p_hold IS NOT NULL THEN
        UPDATE points_hold SET state = 'posted', transfer_id = v_transfer, posted_amount = p_posted
        WHERE id = p_hold AND state = 'pending' AND expires_at > v_now;
        IF NOT FOUND THEN RAISE SQLSTATE 'PD001' USING MESSAGE = 'hold'; END IF;
    END IF;

    FOR i IN 1 .. cardinality(p_hot) LOOP
        INSERT INTO points_looseleg (account_id, transfer_id, amount) VALUES (p_hot[i], v_transfer, p_hot_amounts[i]);
    END LOOP;

    FOR i IN 1 .. cardinality(p_accounts) LOOP
        UPDATE points_account AS a
        SET balance = a.balance + p_amounts[i], held = a.held - p_freed[i], seq = a.seq + 1,
            head_hash = sha256(a.head_hash || convert_to(concat(
                p_stamp, E'\n', a.owner_type, ':', a.owner_id, ':', a.kind, ':', a.unit, ' ', a.seq + 1, ' ',
                p_amounts[i], ' ', a.balance + p_amounts[i]), 'UTF8'))
        WHERE a.id = p_accounts[i]
        RETURNING a.seq, a.balance, a.head_hash, a.kind INTO v_account;
        INSERT INTO points_leg (account_id, seq, transfer_id, amount, balance_after, hash)
        VALUES (p_accounts[i], v_account.seq, v_transfer, p_amounts[i], v_account.balance, v_account.head_hash);
        CONTINUE WHEN v_account.kind <> 'person';

        IF p_amounts[i] > 0 THEN
            INSERT INTO points_lot (account_id, seq, amount, remaining, earned_on, expires_on)
            VALUES (p_accounts[i], v_account.seq, p_amounts[i], p_amounts[i], v_on, p_expires);
            CONTINUE;
        END IF;
        v_left := -p_amounts[i];
        -- One at a time: sorted by the index, so that it reads no more lots than it takes from.
        WHILE v_left > 0 LOOP
            SELECT id, remaining INTO v_lot FROM points_lot
            WHERE account_id = p_accounts[i] AND remaining > 0
              AND (p_lots = 'any' OR (p_lots = 'over' AND expires_on < p_today)
                   OR (p_lots = 'good' AND (expires_on IS NULL OR expires_on >= p_today)))
            ORDER BY expires_on, id LIMIT 1;
            IF NOT FOUND THEN RAISE SQLSTATE 'PD001' USING MESSAGE = 'stale'; END IF;
            v_piece := least(v_lot.remaining, v_left);
            UPDATE points_lot SET remaining = remaining - v_piece WHERE id = v_lot.id;
            INSERT INTO points_lotuse (lot_id, transfer_id, amount) VALUES (v_lot.id, v_transfer, v_piece);
            v_left := v_left - v_piece;
        END LOOP;
    END LOOP;
    RETURN 'posted ' || v_transfer;
EXCEPTION
    WHEN SQLSTATE 'PD001' THEN
        RETURN SQLERRM;
    WHEN check_violation THEN
        IF SQLERRM NOT LIKE '%account_is_covered%' THEN RAISE; END IF;
        RETURN 'overdrawn';
END $$;
"""

# Whatever arguments it took before.
GONE = """
DO $$ DECLARE one regprocedure; BEGIN
    FOR one IN SELECT oid FROM pg_proc WHERE proname = 'points_post' AND pronamespace = current_schema()::regnamespace
    LOOP EXECUTE 'DROP FUNCTION ' || one; END LOOP;
END $$
"""


def make(apps, editor):
    if editor.connection.vendor == "postgresql":
        with editor.connection.cursor() as cursor:
            cursor.execute(GONE)
            cursor.execute(POST)


class Migration(migrations.Migration):
    dependencies = [("points", "0002_posting_function")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
