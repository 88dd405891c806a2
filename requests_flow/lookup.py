"""Number and PIN lead to a masked view: five misses lock a number for an hour (contracts.md).

A number that does not exist answers, counts and locks exactly like one whose PIN is wrong.
"""

from django.utils.crypto import constant_time_compare

from parkdesk.core import limits
from requests_flow.device import HOUR, Device
from requests_flow.links import ALONG
from requests_flow.models import Need

MISSES = 5
PER_DEVICE = 30
PER_ADDRESS = 300


def look_up(reference: str, pin: str, device: Device) -> Need | None:
    """The need of a number when the PIN fits, else None. Raises TooMany when the number or the device is locked.

    A try is counted before it is looked at, so that many at the same moment get no more than `MISSES`.
    """
    device.count("lookup", per_device=PER_DEVICE, per_address=PER_ADDRESS)
    limits.hit(f"lookup:{reference}", limit=MISSES, window=HOUR)
    need = Need.objects.handed_in().select_related(*ALONG).filter(reference=reference).first()
    # A number nobody has costs the same work: a need of its own that is never stored.
    if not constant_time_compare((need or Need()).pin, pin) or need is None:
        return None
    limits.forgive(f"lookup:{reference}")
    return need
