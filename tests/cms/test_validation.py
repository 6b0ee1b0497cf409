"""Facts that have a form are refused when they have another."""

import pytest
from django.core.exceptions import ValidationError

from cms.validation import telephone


@pytest.mark.parametrize(
    "number", ["05 65 20 87 87", "05.65.20.87.87", "+33 5 65 20 87 87", "3949", "17", "112", "116 117", "118 218"]
)
def test_a_number_that_answers_is_taken(number: str) -> None:
    telephone(number)


@pytest.mark.parametrize("number", ["12", "3", "05 65 20", "mairie", "1234 5"])
def test_a_number_that_nobody_has_is_refused(number: str) -> None:
    with pytest.raises(ValidationError, match="dix chiffres"):
        telephone(number)
