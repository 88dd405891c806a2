"""Addresses of needs (contracts.md). Tracking pages are for whoever holds the link; the rest see routes.py."""

from django.urls import path

from requests_flow.views import (
    bulk,
    desk,
    entering,
    following,
    incidents,
    intake,
    mine,
    saved,
    tasks,
    tracking,
    visiting,
    visits,
)

app_name = "requests_flow"
urlpatterns = [
    path("needs/", mine.mine, name="mine"),
    path("needs/new/", intake.new, name="new"),
    path("needs/follow/<int:pk>/", following.follow, name="follow"),
    path("needs/track/", tracking.lookup, name="lookup"),
    path("needs/track/<str:token>/", tracking.track, name="track"),
    path("needs/track/<str:token>/received/", intake.received, name="received"),
    path("needs/track/<str:token>/card.png", intake.card, name="card"),
    path("needs/track/<str:token>/<slug:verb>/", tracking.track_step, name="track_step"),
    path("desk/", desk.desk, name="desk"),
    path("desk/new/", entering.enter, name="enter"),
    path("desk/paste/", entering.paste, name="paste"),
    path("desk/entered/<str:refs>/", entering.entered, name="entered"),
    path("desk/views/new/", saved.keep, name="view_keep"),
    path("desk/views/<int:pk>/", saved.change, name="view_change"),
    path("desk/views/<int:pk>/delete/", saved.delete, name="view_delete"),
    path("desk/export.csv", saved.export, {"kind": "csv"}, name="export_csv"),
    path("desk/export.xlsx", saved.export, {"kind": "xlsx"}, name="export_xlsx"),
    path("desk/bulk/", bulk.many, name="bulk"),
    path("desk/bulk/<str:key>/", bulk.done, name="bulk_done"),
    path("desk/bulk/<str:key>/undo/", bulk.undo, name="bulk_undo"),
    path("desk/incidents/", incidents.all_incidents, name="incidents"),
    path("desk/incidents/new/", incidents.incident_new, name="incident_new"),
    path("desk/incidents/<int:pk>/", incidents.incident, name="incident"),
    path("desk/incidents/<int:pk>/<slug:verb>/", incidents.incident_step, name="incident_step"),
    path("desk/needs/<str:ref>/", desk.need, name="need"),
    path("desk/needs/<str:ref>/<slug:verb>/", desk.need_step, name="need_step"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<str:ref>/", tasks.task, name="task"),
    path("tasks/<str:ref>/<slug:verb>/", tasks.task_step, name="task_step"),
    path("visits/", visits.visits, name="visits"),
    path("visits/log/", visiting.log, name="visit_log"),
    path("visits/<str:ref>/", visits.visit, name="visit"),
]
