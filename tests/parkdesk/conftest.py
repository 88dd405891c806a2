"""The people and needs of a park, for what composes the packages."""

from tests.requests_flow.conftest import (  # noqa: F401
    a_need,
    building,
    clerk,
    leader,
    manager,
    morning,
    operator_person,
    operator_unit,
    park,
    reception,
)
