"""What the editor shows of the news."""

from typing import Any

from cms.forms import PageForm
from sites.bake.preview import commune_of


class ArticleForm(PageForm):
    """Offers the categories of the article's own commune: somebody may work for several."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The parent page says which commune."""
        super().__init__(*args, **kwargs)
        if "category" in self.fields:
            commune = commune_of(self.parent_page or self.instance)
            self.fields["category"].queryset = self.fields["category"].queryset.filter(commune=commune)
