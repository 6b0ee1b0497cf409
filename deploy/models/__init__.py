"""What the provisioning keeps, one file for each reason to keep it."""

from deploy.models.billing import Intervention, SyntecIndex, Tariff
from deploy.models.life import Convention, Happening, Suspension
from deploy.models.mail import MailAlias, Mailbox, MailChore, MailDomain, MailShare, MailState, MailTarget
from deploy.models.names import AgentTask, DomainName, DomainState, Operation
from deploy.models.preparing import Preparation
from deploy.models.rcpnt import GradeChange, Presence
from deploy.models.runs import HeldResource, Run, RunChange
from deploy.models.subscriptions import CommuneReference, Line, Order, Subscription
from deploy.models.zones import Decision, ForeignRecord, OwnRecord, Zone, ZonePlan

__all__ = [
    "AgentTask",
    "CommuneReference",
    "Convention",
    "Decision",
    "DomainName",
    "DomainState",
    "ForeignRecord",
    "GradeChange",
    "Happening",
    "HeldResource",
    "Intervention",
    "Line",
    "MailAlias",
    "MailChore",
    "MailDomain",
    "MailShare",
    "MailState",
    "MailTarget",
    "Mailbox",
    "Operation",
    "Order",
    "OwnRecord",
    "Preparation",
    "Presence",
    "Run",
    "RunChange",
    "Subscription",
    "Suspension",
    "SyntecIndex",
    "Tariff",
    "Zone",
    "ZonePlan",
]
