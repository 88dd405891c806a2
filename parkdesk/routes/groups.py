"""Who goes where, by the names that the route table uses."""

from enterprises import roles
from enterprises.roles import Role
from parkdesk import admission
from parkdesk.admission import Route

ALL = Route(admission.EVERYBODY)
SIGNED_IN = Route(admission.SIGNED_IN)
BY_KEY = Route(admission.A_KEY)
DESK = Route(roles.DESK)
DESK_READERS = Route(roles.DESK | {Role.SUBDISTRICT, Role.DISCIPLINE_AUDITOR})
WATCHERS = Route(roles.DESK | {Role.SUBDISTRICT, Role.DISCIPLINE_AUDITOR, Role.PARTY_COMMITTEE})
UNIT = Route(roles.UNIT)
ON_SITE = Route(roles.ON_SITE)
# A team of an emergency: those who call it together, and everybody who can be a member; each sees their own.
TEAM = Route(roles.UNIT | {Role.PARTY_COMMITTEE})
OPENS_TEAMS = Route(frozenset({Role.DESK_MANAGER, Role.COMMUNITY_LEADER, Role.PARTY_COMMITTEE}))
WRITERS = Route(frozenset({Role.SPECIALIST, Role.DESK_MANAGER, Role.COMMUNITY_LEADER}))
# What went out to firms: a park leader reads on about the own park, to go and tell whoever is missing.
NOTICES_READ = Route(roles.DESK | {Role.PARK_LEADER})
CONDUCT = Route(frozenset({Role.PARTY_COMMITTEE, Role.DISCIPLINE_AUDITOR}))
KEEPS_DIRECTORY = Route(frozenset({Role.SPECIALIST, Role.DESK_MANAGER}))
# The list of firms without their contacts; an auditor looks on.
READS_DIRECTORY = Route(roles.DESK | {Role.DISCIPLINE_AUDITOR})
# One firm, and its contact for a reason: each as far as `firm_contact` lets them.
READS_FIRMS = Route(roles.DESK | {Role.PARK_LEADER, Role.DISCIPLINE_AUDITOR})
VISITS_READ = Route(roles.ON_SITE | roles.DESK)
KEEPS_LISTS = Route(frozenset({Role.DESK_MANAGER, Role.COMMUNITY_LEADER}))
LAYS_OUT = Route(roles.DESK | {Role.PARK_LEADER})
MERCHANT = Route(frozenset({Role.MERCHANT}))
SETTLEMENTS = Route(frozenset({Role.MERCHANT, Role.DESK_MANAGER, Role.COMMUNITY_LEADER, Role.DISCIPLINE_AUDITOR}))
ADMIN = Route(frozenset({Role.SYSTEM_ADMIN}))
# A key reads no need but those that it handed in itself, so whoever makes one reads nothing by it (decisions 4).
KEYS = Route(frozenset({Role.SYSTEM_ADMIN, Role.DESK_MANAGER}))
KEEPS_ROBOTS = Route(frozenset({Role.SYSTEM_ADMIN, Role.DESK_MANAGER}))
# Who looks after sign-ins and gives back a door to whoever lost the key.
KEEPS_DOORS = Route(frozenset({Role.SYSTEM_ADMIN, Role.DESK_MANAGER}))
WRITES_OUT = Route(roles.DESK | {Role.EDITOR, Role.PUBLISHER})
EDITORS = Route(frozenset({Role.EDITOR, Role.PUBLISHER, Role.SYSTEM_ADMIN}))
# Who supervises, whose orders are followed, and who reads along; each sees their own (visible_to).
SUPERVISION = Route(roles.UNIT | {Role.PARTY_COMMITTEE, Role.DISCIPLINE_AUDITOR, Role.PARK_LEADER})
SUPERVISORS = Route(roles.DESK | {Role.PARTY_COMMITTEE})
BULLETIN = Route(roles.DESK | {Role.PARTY_COMMITTEE, Role.SUBDISTRICT, Role.DISCIPLINE_AUDITOR})
LEADS = Route(frozenset({Role.PARTY_COMMITTEE, Role.COMMUNITY_LEADER}))

# What was agreed: who carries it out, who agreed it, who looks; each sees their own (visible_to).
CARRYING_OUT = Route(
    roles.UNIT | roles.DESK | {Role.REPRESENTATIVE, Role.PARTY_COMMITTEE, Role.SUBDISTRICT, Role.DISCIPLINE_AUDITOR}
)
# Who sits in a council; each of them in their own.
MEMBERS = Route(frozenset({Role.REPRESENTATIVE}))
# Who deliberates, who prepares it, and who reads along; each sees what `within_reach` lets them see.
DELIBERATION = Route(
    roles.DESK | {Role.REPRESENTATIVE, Role.PARTY_COMMITTEE, Role.SUBDISTRICT, Role.DISCIPLINE_AUDITOR}
)
