"""What is sent: the envelope, the same for all events, and what it says to people on the screen."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from cms.webhooks.models import Delivery, Webhook
from sites.bake.snapshot import base_url_of

LONGEST_LABEL = 300


def delivery(hook: Webhook, event: str, data: Mapping[str, Any], api: str, label: str) -> Delivery:
    """A message for one address, not saved. ``api``: below ``/_/api/v1``. ``hook.commune.site`` is read."""
    number = uuid.uuid4()
    told = {
        "id": str(number),
        "type": event,
        "timestamp": timezone.localtime().isoformat(timespec="seconds"),
        "data": {
            "commune": hook.commune.insee,
            **data,
            "api": f"{base_url_of(hook.commune.site.hostname)}/_/api/v1{api}",
        },
    }
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return Delivery(webhook=hook, number=number, body=body, label=label[:LONGEST_LABEL])
