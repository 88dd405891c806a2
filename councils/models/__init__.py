"""Park councils: one file a noun."""

from councils.models.account import AccountLine, QuarterAccount
from councils.models.account_parts import AccountComment, AccountKind, AccountVersion
from councils.models.action import Action
from councils.models.advice import Advice
from councils.models.alarm import CompositionAlarm
from councils.models.attendance import Attendance
from councils.models.candidacy import Candidacy, ElectionObjection
from councils.models.case import Case, Contribution, Declaration, Interest, Position, Recusal
from councils.models.case_paper import CasePaper
from councils.models.correction import Correction, MinutesVersion
from councils.models.council import Council, Representative, Seat
from councils.models.election import Election
from councils.models.election_group import (
    ElectionBallot,
    ElectionGroup,
    ElectionVoter,
    PaperCount,
    VoterReceipt,
    VotingCode,
)
from councils.models.instruction import Instruction
from councils.models.lowering import Lowering
from councils.models.meeting import AgendaItem, Meeting
from councils.models.minutes import Countersignature, Minutes, Objection
from councils.models.numbering import NumberSeries
from councils.models.option import Option
from councils.models.party import Party
from councils.models.poll import Poll, PollAnswer, PollOption, PollWeight
from councils.models.reminder_letter import ReminderLetter
from councils.models.resolution import Resolution
from councils.models.round import Ballot, Elector, Receipt, Round
from councils.models.rule_set import RuleSet
from councils.models.small_work import Payer, SmallWork, WorkPayment
from councils.models.supervision import SupervisionOrder
from councils.models.voice import Voice

__all__ = [
    "AccountComment",
    "AccountKind",
    "AccountLine",
    "AccountVersion",
    "Action",
    "Advice",
    "AgendaItem",
    "Attendance",
    "Ballot",
    "Candidacy",
    "Case",
    "CasePaper",
    "CompositionAlarm",
    "Contribution",
    "Correction",
    "Council",
    "Countersignature",
    "Declaration",
    "Election",
    "ElectionBallot",
    "ElectionGroup",
    "ElectionObjection",
    "ElectionVoter",
    "Elector",
    "Instruction",
    "Interest",
    "Lowering",
    "Meeting",
    "Minutes",
    "MinutesVersion",
    "NumberSeries",
    "Objection",
    "Option",
    "PaperCount",
    "Party",
    "Payer",
    "Poll",
    "PollAnswer",
    "PollOption",
    "PollWeight",
    "Position",
    "QuarterAccount",
    "Receipt",
    "Recusal",
    "ReminderLetter",
    "Representative",
    "Resolution",
    "Round",
    "RuleSet",
    "Seat",
    "SmallWork",
    "SupervisionOrder",
    "Voice",
    "VoterReceipt",
    "VotingCode",
    "WorkPayment",
]
