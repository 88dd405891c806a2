"""What journeys share: a poster read from its PDF, a photo, and the sorting desk."""

import io
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from tests.journeys.walking import NEXT_DAY, TO_DAY, People


@pytest.fixture
def photo(tmp_path):
    """A drawn photo of a lift door, as a phone would hand it over."""
    picture = Image.new("RGB", (1600, 1200), "#b9c2c9")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((500, 150, 1100, 1150), fill="#7d8a93")
    draw.line((800, 150, 800, 1150), fill="#3b464d", width=8)
    path = tmp_path / "lift.jpg"
    picture.save(path, exif=_exif_with_gps())
    return path


def _exif_with_gps():
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    return exif


@pytest.fixture
def read_poster(house, lacks, tmp_path):
    """The address that zbar reads from the first poster of a park, printed at 100 dpi."""

    program = shutil.which("zbarimg")
    if program is None:
        lacks("no zbarimg (Debian: apt-get install zbar-tools)")

    def read(park: str) -> str:
        pdf = tmp_path / f"{park}.pdf"
        house.manage("qr_posters", "--park", park, "--out", str(pdf))
        page = pypdfium2.PdfDocument(pdf)[0].render(scale=100 / 72).to_pil()
        return decode(program, page, tmp_path)

    return read


def decode(program: str, picture: Image.Image, folder: Path) -> str:
    """What zbar sees in a picture."""
    path = folder / "poster.png"
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    path.write_bytes(buffer.getvalue())
    done = subprocess.run([program, "--raw", "-q", str(path)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def press(sign_in):
    """Press the main button of a form and wait for the page that follows."""

    def go(page, selector: str = "main form [type=submit].btn") -> None:
        with page.expect_navigation():
            page.locator(selector).first.click()

    return go


@pytest.fixture
def on_phones(phone, sign_in):
    return People(phone, sign_in)


@pytest.fixture
def at_desks(desktop, sign_in):
    return People(desktop, sign_in)


@pytest.fixture
def move_to(own_house):
    """Move the one clock to a time of the working day so many days ahead; the jobs of that minute run."""

    def go(ahead: int, moment: str) -> None:
        day = TO_DAY.format(day=NEXT_DAY.format(ahead=ahead))
        own_house.shell(f"{day}shift.move_to(clock.at(day, time.fromisoformat('{moment}')))")
        own_house.manage("tick", "--once")
        own_house.settle()

    return go
