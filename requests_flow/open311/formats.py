"""One answer in the two forms of GeoReport v2; pure but for Django's response."""

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring  # writes XML, reads none # nosec B405

from django.http import HttpResponse, JsonResponse

Rows = list[dict[str, Any]]
# What stands within a list of this name.
_WITHIN = {"endpoints": "endpoint", "formats": "format", "attributes": "attribute"}
# XML has no way to write these signs.
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def rows(form: str, names: tuple[str, str], said: Rows, status: int = 200) -> HttpResponse:
    """A list: bare in JSON, in XML as `<services><service>…</service></services>` for the names (services, service)."""
    if form == "json":
        return JsonResponse(said, safe=False, status=status, json_dumps_params={"ensure_ascii": False})
    root = Element(names[0])
    for one in said:
        _write(SubElement(root, names[1]), one)
    return _xml(root, status)


def thing(form: str, name: str, said: dict[str, Any]) -> HttpResponse:
    """One thing, as an object in JSON and as the root element in XML."""
    if form == "json":
        return JsonResponse(said, json_dumps_params={"ensure_ascii": False})
    root = Element(name)
    _write(root, said)
    return _xml(root, 200)


def _xml(root: Element, status: int) -> HttpResponse:
    text = tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(text, status=status, content_type="text/xml; charset=utf-8")


def _write(element: Element, value: Any) -> None:
    if isinstance(value, dict):
        for name, one in value.items():
            _write(SubElement(element, name), one)
    elif isinstance(value, list):
        for one in value:
            _write(SubElement(element, _WITHIN[element.tag]), one)
    else:
        element.text = _UNWRITABLE.sub("", _plain(value))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
