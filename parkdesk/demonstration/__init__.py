"""The demonstration park: invented people and needs that took the real steps, with dates relative to today.

`loading.load` fills an installation, `today.doors` says what each role can do. Only where PARKDESK_DEMO is on.
"""
