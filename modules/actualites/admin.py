"""What the editor shows of the news."""

from typing import Any

from django.forms import HiddenInput

from cms.forms import PageForm
from sites.bake.preview import commune_of
from sites.tenancy.references import OwnModelForm


class ArticleForm(PageForm):
    """Offers the categories of the article's own commune: somebody may work for several."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The parent page says which commune."""
        super().__init__(*args, **kwargs)
        if "category" in self.fields:
            commune = commune_of(self.parent_page or self.instance)
            self.fields["category"].queryset = self.fields["category"].queryset.filter(commune=commune)


class CategorieForm(OwnModelForm):
    """Asks for the commune only where there are several to choose from."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A category stays in its commune."""
        super().__init__(*args, **kwargs)
        field = self.fields["commune"]
        if self.instance.pk:
            field.queryset = field.queryset.filter(pk=self.instance.commune_id)
        choices = list(field.queryset[:2])
        if len(choices) == 1:
            field.initial = choices[0]
            field.widget = HiddenInput()
