"""Snippets, and any model of a commune that has a list of its own."""

from typing import Any

from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views import chooser
from wagtail.snippets.views.snippets import SnippetViewSet

from sites.marking import mark
from sites.tenancy.admin.lists import ReachableRows
from sites.tenancy.reach import reachable


class _Choices:
    request: Any
    model_class: Any

    def get_object_list(self) -> Any:
        """The rows I may choose."""
        return reachable(self.request.user, self.model_class, {"choose"})

    def get_object(self, pk: Any) -> Any:
        """One of them."""
        return self.get_object_list().get(pk=pk)

    def get_objects(self, pks: Any) -> Any:
        """Some of them."""
        return self.get_object_list().filter(pk__in=pks)


class _ChooseView(_Choices, chooser.ChooseView):
    pass


class _ChooseResultsView(_Choices, chooser.ChooseResultsView):
    pass


class _ChosenView(_Choices, chooser.SnippetChosenView):
    pass


class _ChosenMultipleView(_Choices, chooser.SnippetChosenMultipleView):
    pass


class TenantSnippetChooserViewSet(chooser.SnippetChooserViewSet):
    """Chooses among mine."""

    choose_view_class = _ChooseView
    choose_results_view_class = _ChooseResultsView
    chosen_view_class = _ChosenView
    chosen_multiple_view_class = _ChosenMultipleView


class TenantSnippetViewSet(SnippetViewSet):
    """For every snippet owned by a commune; the gate guards the views of one row."""

    chooser_viewset_class = TenantSnippetChooserViewSet

    def get_queryset(self, request: Any) -> Any:
        """Mine."""
        return reachable(request.user, self.model)


class TenantIndexView(ReachableRows, generic.IndexView):
    """A list of my rows."""


class TenantReorderView(generic.ReorderView):
    """Moves a row among those of its own commune. Their order changes without a signal: the bake is asked for here."""

    def get_queryset(self) -> Any:
        """Wagtail's would move the rows of every commune."""
        moved = self.model._default_manager.filter(pk=self.kwargs["pk"])
        return super().get_queryset().filter(commune__in=moved.values("commune"))

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """As Wagtail does, then the site follows."""
        answer = super().post(request, *args, **kwargs)
        mark(communes=self.get_queryset().values_list("commune", flat=True)[:1])
        return answer


class TenantModelViewSet(ModelViewSet):
    """For a model owned by a commune that is no snippet; the gate guards the views of one row.

    Its form has ``OwnModelForm`` among its bases, which a system check requires, and its model a policy:
    ``@owned_by_commune`` for instance.
    """

    index_view_class = TenantIndexView
    reorder_view_class = TenantReorderView
