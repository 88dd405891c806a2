"""The nouns of the directory, one file each."""

from enterprises.models.appointment import Appointment, Membership
from enterprises.models.directory_import import ColumnMemory, DirectoryImport, ImportRow
from enterprises.models.enterprise import Contact, Enterprise
from enterprises.models.park import Building, Park
from enterprises.models.person import Person
from enterprises.models.place_code import PlaceCode, ScanDay
from enterprises.models.registration import Registration
from enterprises.models.unit import Unit

__all__ = [
    "Appointment",
    "Building",
    "ColumnMemory",
    "Contact",
    "DirectoryImport",
    "Enterprise",
    "ImportRow",
    "Membership",
    "Park",
    "Person",
    "PlaceCode",
    "Registration",
    "ScanDay",
    "Unit",
]
