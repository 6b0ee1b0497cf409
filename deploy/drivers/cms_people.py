"""The people of a site: accounts of the CMS, and the role each holds on a commune.

Only people that an order has ever named are read: those whom a gestionnaire invites in the admin are no drift. The
name is given once, with the account; from then on it is the person's own.
"""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from deploy.drivers.base import DriverError
from deploy.resources import Person, Resource, resource_of
from deploy.subscriptions import LineKind, Subscription
from sites.models import Commune, Membership, User
from sites.plan import Action, Change


class CmsPeopleDriver:
    """Accounts are made without a password: ``beffroi apply --logins`` or an invitation gives the first one."""

    kinds: ClassVar[frozenset[str]] = frozenset({"person"})
    external: ClassVar[bool] = False

    def read(self, subscriptions: Sequence[Subscription]) -> Iterable[Resource]:
        """One query."""
        names = {
            (line.value, subscription.commune.insee): line.data["name"]
            for subscription in subscriptions
            for line in subscription.lines
            if line.kind is LineKind.PERSON
        }
        insees = [subscription.commune.insee for subscription in subscriptions]
        rows = Membership.objects.filter(commune__insee__in=insees)
        for written, insee, role in rows.values_list("user__email", "commune__insee", "role"):
            email = written.lower()
            if (email, insee) in names:
                yield Person(insee, email, role, names[email, insee])

    def apply(self, change: Change) -> None:
        """Make the account if need be, and give or take the role on one commune. The account itself stays."""
        if change.action is Action.DELETE:
            email, insee = change.before["email"], change.before["insee"]
            for membership in Membership.objects.filter(user__email__iexact=email, commune__insee=insee):
                membership.delete()
            return
        wanted = resource_of(change.key[0], change.after)
        if not isinstance(wanted, Person):
            raise DriverError(f"« {change.key[1]} » n’est pas une personne.")
        Membership.objects.update_or_create(
            user=_account(wanted),
            commune=Commune.objects.get(insee=wanted.insee),
            defaults={"role": wanted.role},
        )


def _account(wanted: Person) -> User:
    if user := User.objects.filter(email__iexact=wanted.email).first():
        return user
    first, _, last = wanted.name.partition(" ")
    return User.objects.create_user(wanted.email, first_name=first[:150], last_name=last[:150])
