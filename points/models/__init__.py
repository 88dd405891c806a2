"""Points: one file a noun."""

from points.models.awards import Award, CapCounter, ExpiryWarning
from points.models.ledger import GENESIS, Account, Leg, LooseLeg, Transfer, Unit
from points.models.lots import Hold, Lot, LotUse
from points.models.merchants import Merchant, MerchantClerk, Scan, Settlement, SettlementLine
from points.models.rewards import Product
from points.models.rules import Rule, RuleBook, RuleVersion
from points.models.vouchers import TillCode, Voucher

__all__ = [
    "GENESIS",
    "Account",
    "Award",
    "CapCounter",
    "ExpiryWarning",
    "Hold",
    "Leg",
    "LooseLeg",
    "Lot",
    "LotUse",
    "Merchant",
    "MerchantClerk",
    "Product",
    "Rule",
    "RuleBook",
    "RuleVersion",
    "Scan",
    "Settlement",
    "SettlementLine",
    "TillCode",
    "Transfer",
    "Unit",
    "Voucher",
]
