"""Addresses of needs (contracts.md). Tracking pages are for whoever holds the link; the rest see routes.py."""

from django.urls import path

from requests_flow.views import (
    calls,
    conduct,
    desk,
    entering,
    intake,
    mine,
    parts,
    ratings,
    tasks,
    templates,
    today,
    tracking,
    visiting,
    visits,
)

app_name = "requests_flow"
urlpatterns = [
    path("needs/", mine.mine, name="mine"),
    path("needs/new/", intake.new, name="new"),
    path("needs/track/", tracking.lookup, name="lookup"),
    path("needs/track/<str:token>/", tracking.track, name="track"),
    path("needs/track/<str:token>/received/", intake.received, name="received"),
    path("needs/track/<str:token>/card.png", intake.card, name="card"),
    path("needs/track/<str:token>/<slug:verb>/", tracking.track_step, name="track_step"),
    path("desk/", desk.desk, name="desk"),
    path("desk/new/", entering.enter, name="enter"),
    path("desk/paste/", entering.paste, name="paste"),
    path("desk/entered/<str:refs>/", entering.entered, name="entered"),
    path("desk/calls/", calls.calls_due, name="calls"),
    path("desk/calls/<str:ref>/<slug:verb>/", calls.call_step, name="call_step"),
    path("desk/today/", today.today, name="today"),
    path("desk/ratings/", ratings.low_ratings, name="low_ratings"),
    path("desk/templates/", templates.reply_templates, name="reply_templates"),
    path("desk/templates/new/", templates.reply_template, name="reply_template_new"),
    path("desk/templates/<int:pk>/", templates.reply_template, name="reply_template"),
    path("conduct/", conduct.reports, name="conduct_reports"),
    path("conduct/<int:pk>/", conduct.report, name="conduct_report"),
    path("desk/needs/<str:ref>/", desk.need, name="need"),
    path("desk/needs/<str:ref>/<slug:verb>/", desk.need_step, name="need_step"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/parts/<int:pk>/", parts.part, name="part"),
    path("tasks/parts/<int:pk>/<slug:verb>/", parts.part_step, name="part_step"),
    path("tasks/<str:ref>/", tasks.task, name="task"),
    path("tasks/<str:ref>/<slug:verb>/", tasks.task_step, name="task_step"),
    path("visits/", visits.visits, name="visits"),
    path("visits/log/", visiting.log, name="visit_log"),
    path("visits/<str:ref>/", visits.visit, name="visit"),
]
