"""On the site: the notice itself is the message."""

from django.utils.translation import gettext_lazy as _

from parkdesk.core.channels.base import Channel
from parkdesk.core.models import Notice
from parkdesk.core.recipients import Address


class InApp(Channel):
    code = str(Notice.Channel.IN_APP)
    label = _("On the site")
    is_always_on = True

    def reaches(self, address: Address) -> bool:
        return True
