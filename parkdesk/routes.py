"""The one role table: every route of the house with those who may go there (quality 1).

The middleware `role_gate` asks it before each view; a route that is not declared here is closed to everybody, and a
test fails. What a person may not know of answers 404; a visitor is asked to sign in first. Which *records* somebody
sees behind an open route is decided by `visible_to` and by the permissions of each step.
"""

from enterprises.roles import DESK, ON_SITE, UNIT, Role
from parkdesk.admission import A_KEY, EVERYBODY, SIGNED_IN, Route

_all = Route(EVERYBODY)
_signed_in = Route(SIGNED_IN)
_by_key = Route(A_KEY)
_desk = Route(DESK)
_desk_readers = Route(DESK | {Role.SUBDISTRICT, Role.DISCIPLINE_AUDITOR})
_watchers = Route(DESK | {Role.SUBDISTRICT, Role.DISCIPLINE_AUDITOR, Role.PARTY_COMMITTEE})
_unit = Route(UNIT)
_on_site = Route(ON_SITE)
_writers = Route(frozenset({Role.SPECIALIST, Role.DESK_MANAGER, Role.COMMUNITY_LEADER}))
_conduct = Route(frozenset({Role.PARTY_COMMITTEE, Role.DISCIPLINE_AUDITOR}))
_visits_read = Route(ON_SITE | DESK)
_merchant = Route(frozenset({Role.MERCHANT}))
_settlements = Route(frozenset({Role.MERCHANT, Role.DESK_MANAGER, Role.COMMUNITY_LEADER, Role.DISCIPLINE_AUDITOR}))
_admin = Route(frozenset({Role.SYSTEM_ADMIN}))
# A key reads no need but those that it handed in itself, so whoever makes one reads nothing by it (decisions 4).
_keys = Route(frozenset({Role.SYSTEM_ADMIN, Role.DESK_MANAGER}))
_keeps_robots = Route(frozenset({Role.SYSTEM_ADMIN, Role.DESK_MANAGER}))
_writes_out = Route(DESK | {Role.EDITOR, Role.PUBLISHER})
_editors = Route(frozenset({Role.EDITOR, Role.PUBLISHER, Role.SYSTEM_ADMIN}))
# Who supervises, whose orders are followed, and who reads along; each sees their own (visible_to).
_supervision = Route(UNIT | {Role.PARTY_COMMITTEE, Role.DISCIPLINE_AUDITOR, Role.PARK_LEADER})
_supervisors = Route(DESK | {Role.PARTY_COMMITTEE})
_bulletin = Route(DESK | {Role.PARTY_COMMITTEE, Role.SUBDISTRICT, Role.DISCIPLINE_AUDITOR})
_leads = Route(frozenset({Role.PARTY_COMMITTEE, Role.COMMUNITY_LEADER}))

# Who deliberates, who prepares it, and who reads along; each sees what `within_reach` lets them see.
_deliberation = Route(DESK | {Role.REPRESENTATIVE, Role.PARTY_COMMITTEE, Role.SUBDISTRICT, Role.DISCIPLINE_AUDITOR})

ROUTES: dict[str, Route] = {
    "scan": _all,
    "file": _all,
    "healthz": _all,
    "readyz": _all,
    "robots": _all,
    "api:openapi-json": _all,
    "api:api-root": _all,
    "api:needs": _by_key,
    "api:need": _by_key,
    "api:services": _by_key,
    "api:parks": _by_key,
    "open311:discovery": _all,
    "open311:services": _all,
    "open311:service": _all,
    "open311:requests": _by_key,
    "open311:request": _by_key,
    "open311:token": _by_key,
    "preferences": _all,
    "pieces": _all,
    "demo": _all,
    "demo_enter": _all,
    "demo_forward": _all,
    "demo_reset": _all,
    "demo_inbox": _all,
    "account_login": _all,
    "account_logout": _all,
    "account_change_password": _signed_in,
    "account_inactive": _all,
    "me": _signed_in,
    "me_read": _signed_in,
    "me_wishes": _signed_in,
    "me_phone": _signed_in,
    "me_phone_code": _signed_in,
    "me_phone_forget": _signed_in,
    "setup": _admin,
    "setup_switch": _admin,
    "setup_test": _admin,
    "robots_of_groups": _keeps_robots,
    "robot_new": _keeps_robots,
    "robot_edit": _keeps_robots,
    "robot_test": _keeps_robots,
    "robot_delete": _keeps_robots,
    "copy_texts": _writes_out,
    "copy_text": _writes_out,
    "requests_flow:messages": _all,
    "health": _admin,
    "health_retry": _admin,
    "cockpit": _watchers,
    "cockpit_list": _watchers,
    "privacy": _all,
    "accessibility": _all,
    "enterprises:places": _desk,
    "enterprises:place_step": _desk,
    "enterprises:posters": _desk,
    "enterprises:sheet": _desk,
    "enterprises:place_new": _desk,
    "requests_flow:place_figures": _desk,
    "requests_flow:place_csv": _desk,
    "requests_flow:mine": _signed_in,
    "requests_flow:new": _all,
    "requests_flow:answers": _all,
    "requests_flow:firms": _all,
    "requests_flow:lookup": _all,
    "requests_flow:track": _all,
    "requests_flow:received": _all,
    "requests_flow:card": _all,
    "requests_flow:track_step": _all,
    "requests_flow:desk": _desk_readers,
    "requests_flow:need": _desk_readers,
    "requests_flow:need_step": _desk,
    "requests_flow:follow": _all,
    "requests_flow:view_keep": _desk,
    "requests_flow:view_change": _desk,
    "requests_flow:view_delete": _desk,
    "requests_flow:export_csv": _desk,
    "requests_flow:export_xlsx": _desk,
    "requests_flow:bulk": _desk,
    "requests_flow:bulk_done": _desk,
    "requests_flow:bulk_undo": _desk,
    "requests_flow:incidents": _desk,
    "requests_flow:incident_new": _desk,
    "requests_flow:incident": _desk,
    "requests_flow:incident_step": _desk,
    "requests_flow:enter": _desk,
    "requests_flow:paste": _desk,
    "requests_flow:entered": _desk,
    "requests_flow:calls": _desk,
    "requests_flow:call_step": _desk,
    "requests_flow:low_ratings": _desk,
    "requests_flow:today": _desk,
    "requests_flow:upwards": _desk,
    "requests_flow:upward_new": _desk,
    "requests_flow:upward": _desk,
    "requests_flow:upward_act": _desk,
    "requests_flow:reply_templates": _writers,
    "requests_flow:reply_template_new": _writers,
    "requests_flow:reply_template": _writers,
    "requests_flow:conduct_reports": _conduct,
    "requests_flow:conduct_report": _conduct,
    "requests_flow:mail": _desk,
    "requests_flow:keys": _keys,
    "requests_flow:key_new": _keys,
    "requests_flow:key_revoke": _keys,
    "requests_flow:tasks": _unit,
    "requests_flow:task": _unit,
    "requests_flow:part": _unit,
    "requests_flow:part_step": _unit,
    "requests_flow:task_step": _unit,
    "requests_flow:visits": _on_site,
    "requests_flow:visit": _on_site,
    "councils:mine": _all,
    "councils:council": _all,
    "councils:case_for": _deliberation,
    "councils:case_new": _deliberation,
    "councils:case": _deliberation,
    "councils:case_step": _deliberation,
    "councils:ballot": _deliberation,
    "search": _all,
    "services": _all,
    "service": _all,
    "news": _all,
    "news_page": _all,
    "minutes": _all,
    "minutes_page": _all,
    "points:points": _signed_in,
    "points:statement_csv": _signed_in,
    "points:rewards": _signed_in,
    "points:reward": _signed_in,
    "points:voucher": _signed_in,
    "points:voucher_state": _signed_in,
    "points:voucher_digits": _signed_in,
    "points:voucher_give_back": _signed_in,
    "points:rules": _all,
    "points:notice": _all,
    "points:objection": _signed_in,
    "points:review": _desk,
    "points:claim": _desk,
    "points:propose": _desk,
    "points:till": _merchant,
    "points:till_scan": _merchant,
    "points:till_take": _merchant,
    "points:till_taken": _merchant,
    "points:till_undo": _merchant,
    "points:settlements": _settlements,
    "points:settlement": _settlements,
    "councils:meeting_new": _deliberation,
    "councils:meeting": _deliberation,
    "councils:meeting_act": _deliberation,
    "councils:item_act": _deliberation,
    "councils:minutes": _all,
    "councils:minutes_pdf": _all,
    "councils:minutes_docx": _deliberation,
    "councils:minutes_act": _deliberation,
    "councils:resolutions": _all,
    "councils:resolution_act": _deliberation,
    "councils:supervision": _supervision,
    "councils:order_new": _supervisors,
    "councils:bulletin": _bulletin,
    "councils:order_for": _supervision,
    "councils:letter": _supervision,
    "councils:letter_send": _leads,
    "councils:letter_sheet": _supervision,
    "councils:order": _supervision,
    "councils:order_sheet": _supervision,
    "councils:order_step": _supervision,
    "requests_flow:visits_worker": _on_site,
    "requests_flow:visit_new": _on_site,
    "requests_flow:visit_made": _visits_read,
    "requests_flow:visit_withdraw": _on_site,
    "requests_flow:visit_confirm": _all,
    "requests_flow:visit_not_today": _on_site,
    "requests_flow:visit_card": _on_site,
    "requests_flow:visits_spared": _signed_in,
    "requests_flow:visits_welcome": _signed_in,
    "requests_flow:visits_round": _desk,
    "enterprises:register": _signed_in,
    "enterprises:register_withdraw": _signed_in,
    "enterprises:registrations": _desk,
    "enterprises:registration_step": _desk,
    "wagtail_serve": _all,
}
# Whole houses of others, Wagtail's and Django's admins: one rule for all addresses under theirs.
PREFIXES: dict[str, Route] = {"/cms/": _editors, "/admin/": _admin}


def route_of(view_name: str, path: str) -> Route | None:
    """The declared route of a view, or None when nobody declared it."""
    by_prefix = next((route for prefix, route in PREFIXES.items() if path.startswith(prefix)), None)
    return ROUTES.get(view_name) or by_prefix
