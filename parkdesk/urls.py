"""All addresses (contracts.md). Who may go where stands in parkdesk/routes/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.urls import serve_pattern
from wagtail.views import serve

from cms import views as site
from cms.models import MinutesIndexPage, NewsIndexPage, ServiceIndexPage
from enterprises import views as directory
from enterprises.signing_in import house_views, session_views
from parkdesk.cockpit import views as cockpit
from parkdesk.core import views as floor
from parkdesk.views import (
    company,
    copying,
    demo,
    demo_inbox,
    firm,
    group_robots,
    health,
    me,
    monitoring,
    pages,
    parks,
    pieces,
    robots,
    search,
    setup,
    telling,
    webhooks,
)
from requests_flow.api.rest import api

# Outside the languages: what machines and walls know by heart (decisions 19).
urlpatterns = [
    path("q/<str:code>/", directory.scan, name="scan"),
    path("files/<str:signed>/", floor.file, name="file"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", monitoring.figures, name="metrics"),
    path("robots.txt", robots.robots, name="robots"),
    path("api/v1/", api.urls),
    path("open311/", include("requests_flow.open311.urls")),
    path("", include("councils.open_urls")),
    path("preferences/", pages.preferences, name="preferences"),
    path("accounts/with/<slug:house>/", house_views.go, name="house_go"),
    path("accounts/with/<slug:house>/back/", house_views.back, name="house_back"),
    path("cms/", include(wagtailadmin_urls)),
    path("admin/", admin.site.urls),
]
if settings.DEBUG:
    urlpatterns.append(path("_pieces/", pieces.pieces, name="pieces"))
if settings.PARKDESK_DEMO:
    urlpatterns += i18n_patterns(
        path("demo/", demo.doors, name="demo"),
        path("demo/enter/", demo.enter, name="demo_enter"),
        path("demo/forward/", demo.forward, name="demo_forward"),
        path("demo/reset/", demo.reset, name="demo_reset"),
        path("demo/inbox/", demo_inbox.inbox, name="demo_inbox"),
        prefix_default_language=False,
    )
urlpatterns += i18n_patterns(
    path("accounts/", include("parkdesk.account_urls")),
    path("me/", me.me, name="me"),
    path("me/notices/read/", me.read_all, name="me_read"),
    path("me/notices/", telling.wishes, name="me_wishes"),
    path("me/notices/phone/", telling.phone, name="me_phone"),
    path("me/notices/phone/code/", telling.phone_code, name="me_phone_code"),
    path("me/notices/phone/forget/", telling.phone_forget, name="me_phone_forget"),
    path("me/houses/", house_views.mine, name="me_houses"),
    path("me/houses/<int:pk>/leave/", house_views.leave, name="me_house_leave"),
    path("me/sessions/", session_views.mine, name="me_sessions"),
    path("me/sessions/others/", session_views.end_others, name="me_sessions_others"),
    path("me/sessions/<int:pk>/", session_views.end, name="me_session_end"),
    path("setup/", setup.setup, name="setup"),
    path("setup/<slug:code>/switch/", setup.switch, name="setup_switch"),
    path("setup/<slug:code>/test/", setup.test, name="setup_test"),
    path("desk/robots/", group_robots.robot_list, name="robots_of_groups"),
    path("desk/robots/new/", group_robots.robot_new, name="robot_new"),
    path("desk/robots/<int:pk>/", group_robots.robot_edit, name="robot_edit"),
    path("desk/robots/<int:pk>/test/", group_robots.robot_test, name="robot_test"),
    path("desk/robots/<int:pk>/delete/", group_robots.robot_delete, name="robot_delete"),
    path("webhooks/", webhooks.webhook_list, name="webhooks"),
    path("webhooks/new/", webhooks.webhook_new, name="webhook_new"),
    path("webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("webhooks/<int:pk>/ping/", webhooks.webhook_ping, name="webhook_ping"),
    path("webhooks/<int:pk>/switch/", webhooks.webhook_switch, name="webhook_switch"),
    path("webhooks/<int:pk>/delete/", webhooks.webhook_delete, name="webhook_delete"),
    path("webhooks/<int:pk>/again/<int:message>/", webhooks.webhook_again, name="webhook_again"),
    path("desk/copy/", copying.texts, name="copy_texts"),
    path("desk/copy/<slug:kind>/<int:pk>/", copying.text, name="copy_text"),
    path("health/", health.deliveries, name="health"),
    path("health/retry/", health.retry, name="health_retry"),
    path("cockpit/", cockpit.cockpit, name="cockpit"),
    path("cockpit/units/", cockpit.units, name="cockpit_units"),
    path("cockpit/<slug:code>/", cockpit.behind, name="cockpit_list"),
    path("privacy/", pages.privacy, name="privacy"),
    path("", include("parkdesk.privacy_urls")),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("enterprises/mine/", company.company, name="company"),
    path("enterprises/parks/", parks.parks, name="parks"),
    path("enterprises/parks/<str:code>/", parks.park, name="park"),
    path("enterprises/firms/<int:pk>/", firm.firm, name="firm"),
    path("enterprises/firms/<int:pk>/reach/", firm.firm_contact_page, name="firm_contact"),
    path("enterprises/", include("enterprises.urls")),
    path("", include("requests_flow.urls")),
    path("", include("councils.urls")),
    path("", include("points.urls")),
    path("search/", search.search, name="search"),
    # Sections of the site that other pages lead to by name; Wagtail serves them like all its pages.
    path("services/", serve, {"path": "services/"}, name="services"),
    path("minutes/", serve, {"path": "minutes/"}, name="minutes"),
    path("news/", serve, {"path": "news/"}, name="news"),
    path("services/<str:slug>/", site.leaf, {"section": ServiceIndexPage}, name="service"),
    path("minutes/<str:slug>/", site.leaf, {"section": MinutesIndexPage}, name="minutes_page"),
    path("news/<str:slug>/", site.leaf, {"section": NewsIndexPage}, name="news_page"),
    # Wagtail's pages alone, without its own sign-in for private pages: the house has one sign-in.
    re_path(serve_pattern, serve, name="wagtail_serve"),
    prefix_default_language=False,
)

handler400 = "parkdesk.views.errors.unreadable"
handler403 = "parkdesk.views.errors.not_yours"
handler404 = "parkdesk.views.errors.not_there"
handler500 = "parkdesk.views.errors.out_of_order"
