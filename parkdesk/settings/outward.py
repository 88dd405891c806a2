"""Text messages and the machines of others that the house calls (docs/settings.md)."""

import environ

env = environ.Env()

# Who carries text messages: the dotted path of a class (parkdesk/core/channels/sms.py); without one, nobody.
PARKDESK_SMS_BACKEND = env.str("PARKDESK_SMS_BACKEND", default="")
PARKDESK_SMS_URL = env.str("PARKDESK_SMS_URL", default="")
PARKDESK_SMS_KEY = env.str("PARKDESK_SMS_KEY", default="")
PARKDESK_SMS_SIGN = env.str("PARKDESK_SMS_SIGN", default="")
# Of which steps a reporter without an account is told by text message.
PARKDESK_SMS_STEPS = env.list("PARKDESK_SMS_STEPS", default=["acknowledge", "ask", "inform", "resolve", "decline"])
# Where robots and the gateway for text messages may stand besides the platforms' own hosts.
PARKDESK_OUTWARD_ORIGINS = env.list("PARKDESK_OUTWARD_ORIGINS", default=[])
