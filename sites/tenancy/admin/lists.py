"""Two mixins that most screens share."""

from typing import Any

from sites.tenancy.reach import reachable

#: Filters whose choices are the sites and the people of the whole install.
OF_EVERYBODY = (
    "site", "owner", "edited_by", "user", "requested_by", "group", "last_published_by", "locked_by", "is_superuser",
)  # fmt: skip


class ReachableRows:
    """For index views: Wagtail's check the permission on the model, never on the rows they list."""

    request: Any
    model: Any

    def get_base_queryset(self) -> Any:
        """My rows."""
        rows = super().get_base_queryset()  # type: ignore[misc]
        return rows.filter(pk__in=reachable(self.request.user, self.model).values("pk"))


class NoFilterOnOthers:
    """For filter sets."""

    filters: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Drop what would list everybody."""
        super().__init__(*args, **kwargs)
        for name in OF_EVERYBODY:
            self.filters.pop(name, None)
