"""Strength of passwords, with advice in French: length and rarity count, not odd characters (CNIL, 2022)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

# zxcvbn's scale goes from 0 to 4; 4 begins at ten thousand million guesses.
ENOUGH = 4
# Beyond, its search grows without saying more.
READ = 72

ADVICE = {
    "This is a top-10 common password.": "C’est l’un des dix mots de passe les plus répandus.",
    "This is a top-100 common password.": "C’est l’un des cent mots de passe les plus répandus.",
    "This is a very common password.": "C’est un mot de passe très répandu.",
    "This is similar to a commonly used password.": "Il ressemble à un mot de passe très répandu.",
    "A word by itself is easy to guess.": "Un mot seul se devine facilement.",
    "Names and surnames by themselves are easy to guess.": "Un nom seul se devine facilement.",
    "Common names and surnames are easy to guess.": "Les noms et prénoms se devinent facilement.",
    "Straight rows of keys are easy to guess.": "Les touches voisines du clavier se devinent facilement.",
    "Short keyboard patterns are easy to guess.": "Les touches voisines du clavier se devinent facilement.",
    'Repeats like "aaa" are easy to guess.': "Les répétitions se devinent facilement.",
    'Repeats like "abcabcabc" are only slightly harder to guess than "abc".': "Répéter un mot n’ajoute presque rien.",
    'Sequences like "abc" or "6543" are easy to guess.': "Les suites comme « abc » ou « 6543 » se devinent facilement.",
    "Recent years are easy to guess.": "Les années récentes se devinent facilement.",
    "Dates are often easy to guess.": "Les dates se devinent facilement.",
}


class StrengthValidator:
    """Refuses what a program guesses, and says why. The words of the person's own account count for nothing."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ``ValidationError`` when the password is easy to guess."""
        verdict = zxcvbn(password[:READ], user_inputs=_words_of(user))
        if verdict["score"] >= ENOUGH:
            return
        why = ADVICE.get(verdict["feedback"]["warning"] or "", "")
        raise ValidationError(
            [why, self.get_help_text()]
            if why
            else [_("Ce mot de passe est trop facile à deviner."), self.get_help_text()],
            code="password_too_weak",
        )

    def get_help_text(self) -> str:
        """Said before, and after a refusal."""
        return _(
            "Choisissez trois ou quatre mots sans rapport entre eux, par exemple un animal, un outil et un plat : "
            "long, mais facile à retenir."
        )


def _words_of(user: Any) -> list[str]:
    if user is None:
        return []
    words = [getattr(user, name, "") or "" for name in ("email", "first_name", "last_name")]
    return [*words, *words[0].replace("@", ".").split("."), "beffroi", "mairie", "commune"]
