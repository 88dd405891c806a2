"""desk"""
from django.http import HttpResponse

def _x(request, *a, **k):
    return HttpResponse("desk")

new = received = card = track = track_step = lookup = mine = desk = need = need_step = tasks = task = task_step = visits = visit = photo = _x
