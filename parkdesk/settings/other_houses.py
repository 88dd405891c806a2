"""Sign-in through other houses: each is off until its keys are set (docs/settings.md; what is missing: /setup/)."""

import environ

env = environ.Env()

PARKDESK_WECHAT_WEB_ID = env.str("PARKDESK_WECHAT_WEB_ID", default="")
PARKDESK_WECHAT_WEB_SECRET = env.str("PARKDESK_WECHAT_WEB_SECRET", default="")
PARKDESK_WECHAT_INAPP_ID = env.str("PARKDESK_WECHAT_INAPP_ID", default="")
PARKDESK_WECHAT_INAPP_SECRET = env.str("PARKDESK_WECHAT_INAPP_SECRET", default="")
PARKDESK_WECOM_CORP = env.str("PARKDESK_WECOM_CORP", default="")
PARKDESK_WECOM_AGENT = env.str("PARKDESK_WECOM_AGENT", default="")
PARKDESK_WECOM_SECRET = env.str("PARKDESK_WECOM_SECRET", default="")
PARKDESK_DINGTALK_ID = env.str("PARKDESK_DINGTALK_ID", default="")
PARKDESK_DINGTALK_SECRET = env.str("PARKDESK_DINGTALK_SECRET", default="")
PARKDESK_FEISHU_ID = env.str("PARKDESK_FEISHU_ID", default="")
PARKDESK_FEISHU_SECRET = env.str("PARKDESK_FEISHU_SECRET", default="")
PARKDESK_OIDC_URL = env.str("PARKDESK_OIDC_URL", default="")
PARKDESK_OIDC_ID = env.str("PARKDESK_OIDC_ID", default="")
PARKDESK_OIDC_SECRET = env.str("PARKDESK_OIDC_SECRET", default="")
PARKDESK_OIDC_NAME = env.str("PARKDESK_OIDC_NAME", default="OpenID Connect")

SOCIALACCOUNT_ADAPTER = "enterprises.signing_in.house_rules.HouseAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5  # seconds
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
