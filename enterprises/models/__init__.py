"""The nouns of the directory, one file each."""

from enterprises.models.amendment import Amendment
from enterprises.models.appointment import Appointment, Membership
from enterprises.models.claim import FirmClaim
from enterprises.models.data_check import DataCheck
from enterprises.models.directory_import import ColumnMemory, DirectoryImport, ImportRow
from enterprises.models.enterprise import Contact, Enterprise
from enterprises.models.invitation import Invitation
from enterprises.models.park import Building, Park
from enterprises.models.person import Person
from enterprises.models.place_code import PlaceCode, ScanDay
from enterprises.models.registration import Registration
from enterprises.models.relocation import Relocation
from enterprises.models.unit import Unit

__all__ = [
    "Amendment",
    "Appointment",
    "Building",
    "ColumnMemory",
    "Contact",
    "DataCheck",
    "DirectoryImport",
    "Enterprise",
    "FirmClaim",
    "ImportRow",
    "Invitation",
    "Membership",
    "Park",
    "Person",
    "PlaceCode",
    "Registration",
    "Relocation",
    "ScanDay",
    "Unit",
]
