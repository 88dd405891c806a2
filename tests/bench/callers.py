"""Callers over the loopback: keep-alive connections of http.client, with cookies and forms as a browser sends them."""

import re
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection
from http.cookies import SimpleCookie

HERE = "127.0.0.1"
BOUNDARY = "parkdesk-bench-form"
# What only a form has that somebody fills in: words to write, or a choice. The switches of every page have neither.
FILLED_IN = ("<textarea", 'type="radio"')
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
NAME, VALUE = re.compile(r'\bname="([^"]*)"'), re.compile(r'\bvalue="([^"]*)"')


class Refused(RuntimeError):
    """The house answered otherwise than a measured request has to be answered."""


@dataclass(frozen=True)
class Press:
    """A form that is filled in and signed, ready to be sent: its making is not part of any measure."""

    path: str
    body: bytes
    cookies: str


@dataclass
class Caller:
    """One browser on one connection, from an address of its own: a device of its own, as rate limits count them."""

    port: int
    source: str = HERE
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._line = HTTPConnection(HERE, self.port, timeout=60, source_address=(self.source, 0))

    def get(self, path: str) -> str:
        """The page at a path. Raises Refused unless it is answered by 200."""
        return self._ask("GET", path, (200,), cookies=_joined(self.cookies))

    def post(self, press: Press) -> None:
        """Send a form. Raises Refused unless it leads on, as after something was stored."""
        self._ask("POST", press.path, (302, 303), cookies=press.cookies, body=press.body)

    def fill_in(self, path: str, fields: dict[str, str], cookies: dict[str, str] | None = None) -> Press:
        """Fetch a form as a new device (with these cookies, if any) and fill it in."""
        self.cookies = dict(cookies or {})
        said = hidden_fields(self.get(path)) | fields
        return Press(path, _encoded(said), _joined(self.cookies))

    def close(self) -> None:
        self._line.close()

    def _ask(self, method: str, path: str, wanted: tuple[int, ...], *, cookies: str, body: bytes | None = None) -> str:
        own = {"Cookie": cookies} if cookies else {}
        if body is not None:
            own |= {
                "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
                "Origin": f"https://{HERE}:{self.port}",
            }
        # As a proxy with TLS in front of the house says it.
        self._line.request(method, path, body, own | {"X-Forwarded-Proto": "https", "Accept-Language": "zh-CN"})
        answer = self._line.getresponse()
        text = answer.read().decode()
        if answer.status not in wanted:
            raise Refused(f"{method} {path} was answered by {answer.status} instead of {wanted[0]}\n{_plain(text)}")
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return text


def hidden_fields(page: str) -> dict[str, str]:
    """What the form that is to be filled in carries along unseen: key and signature. Raises Refused without one."""
    forms = [part.partition("</form>")[0] for part in page.split("<form")[1:]]
    form = next((one for one in forms if any(mark in one for mark in FILLED_IN)), None)
    if form is None:
        raise Refused(f"no form to fill in: {_plain(page)}")
    tags = HIDDEN.findall(form)
    return dict(found for tag in tags if (found := _name_and_value(tag)))


def _encoded(fields: dict[str, str]) -> bytes:
    """A form that could carry photos, as browsers send it."""
    part = '--{}\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    return ("".join(part.format(BOUNDARY, *one) for one in fields.items()) + f"--{BOUNDARY}--\r\n").encode()


def _joined(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def _name_and_value(tag: str) -> tuple[str, str] | None:
    name, value = NAME.search(tag), VALUE.search(tag)
    return (unescape(name[1]), unescape(value[1])) if name and value else None


def _plain(page: str) -> str:
    """The words of a page, as far as they say why."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2] or page))[:600]
