"""One sign-in for the whole house (decisions 18): by which ways, how often, with what second factor."""

ACCOUNT_ADAPTER = "enterprises.adapter.PersonAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "phone", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SIGNUP_BY_CODE_ENABLED = False
# A number is verified on /me/notices/phone/ by a code; allauth asks for none of its own.
ACCOUNT_PHONE_VERIFICATION_ENABLED = False
ACCOUNT_PREVENT_ENUMERATION = True
# Nothing is sent to an address that nobody has: strangers are not written to.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
# A whole park may share one address. Failures are counted for the account, whichever of its names was typed.
ACCOUNT_RATE_LIMITS = {
    "login": "300/30m/ip",
    "login_failed": "100/30m/ip,5/30m/key",
    "request_login_code": "100/30m/ip,5/30m/key",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600  # seconds
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_FORMS = {
    "request_login_code": "enterprises.signing_in.forms.AskForCodeForm",
    "confirm_login_code": "enterprises.signing_in.forms.TypeCodeForm",
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}

# --- the second factor (quality 16): whom it is asked of stands in enterprises/roles.py ------------
MFA_ADAPTER = "enterprises.signing_in.second_factor.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # one step of 30 seconds before and after, for clocks that are a little off
MFA_FORMS = {
    "activate_totp": "enterprises.signing_in.forms.SetUpAppForm",
    "authenticate": "enterprises.signing_in.forms.ShowCodeForm",
    "reauthenticate": "enterprises.signing_in.forms.CodeAgainForm",
    "add_webauthn": "enterprises.signing_in.forms.AddPasskeyForm",
    "authenticate_webauthn": "enterprises.signing_in.forms.ShowPasskeyForm",
    "reauthenticate_webauthn": "enterprises.signing_in.forms.PasskeyAgainForm",
    "login_webauthn": "enterprises.signing_in.forms.PasskeySignInForm",
}
