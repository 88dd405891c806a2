"""Everything of councils that registers itself when it is imported: listeners, notices, jobs, kinds of messages."""

from councils import (  # noqa: F401
    account_notices,
    action_notices,
    action_ticking,
    advice_notices,
    case_notices,
    case_ticking,
    following,
    hook_news,
    instruction_notices,
    meeting_notices,
    meeting_ticking,
    polling,
    raising,
    referring,
    robot_cards,
    seat_notices,
    seat_ticking,
    supervision_hearing,
    supervision_notices,
    supervision_ticking,
    tier_notices,
    work_following,
    work_notices,
)
from councils.elections import notices, ticking  # noqa: F401
