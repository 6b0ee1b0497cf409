"""The form of every page that people edit."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.widgets import SlugInput
from wagtail.blocks.base import BlockField

from cms import slugs
from cms.blocks.modules import offer
from sites.bake.preview import NotInACommuneError, commune_of
from sites.tenancy.references import OwnPageForm


class PageForm(OwnPageForm):
    """An address that is always valid: made from the title, or written by hand and checked in one sentence.

    The blocks offered are those of the platform and of the modules that the commune has.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """An address may be left empty."""
        super().__init__(*args, **kwargs)
        self._offer_blocks()
        if "slug" in self.fields:
            field = self.fields["slug"]
            self.fields["slug"] = forms.CharField(
                required=False,
                label=field.label,
                help_text=field.help_text,
                widget=SlugInput(formatters=list(slugs.REPLACEMENTS), locale="fr"),
            )

    def _offer_blocks(self) -> None:
        streams = {name: field for name, field in self.fields.items() if isinstance(field, BlockField)}
        if not streams:
            return
        try:
            commune = commune_of(self.instance if self.instance.path else self.parent_page)
        except NotInACommuneError:
            return
        for name, field in streams.items():
            stream = getattr(self.instance, name)
            offer(field, commune, stream.raw_data if stream else ())

    def clean_slug(self) -> str:
        """What the browser made of the title is made again here; what a person wrote is checked."""
        written = self.cleaned_data["slug"].strip().strip("/").lower()
        title = self.cleaned_data.get("title") or ""
        proposed = slugs.first_free(slugs.slug_of(title), self._is_free)
        # Two news of the same title, month after month: nobody is asked for another address.
        if not written or written == slugs.slug_of(title) or _is_cut_from(written, title):
            return proposed
        if not slugs.is_valid(written):
            raise forms.ValidationError(
                _(
                    "L’adresse ne peut contenir que des lettres sans accent, des chiffres et des tirets, soixante "
                    "caractères au plus. Par exemple\u00a0: %(proposed)s"
                )
                % {"proposed": proposed},
                code="invalid",
            )
        if self.instance.slug_is_reserved(written):
            raise forms.ValidationError(
                _("L’adresse « %(slug)s » sert déjà au site. Par exemple\u00a0: %(proposed)s")
                % {"slug": written, "proposed": proposed},
                code="reserved",
            )
        return written

    def _is_free(self, slug: str) -> bool:
        free: bool = self.instance.address_is_free(slug, self.parent_page or self.instance.get_parent())
        return free


def _is_cut_from(slug: str, title: str) -> bool:
    """Too long, and no more than the title in other letters: nobody wrote it."""
    return len(slug) > slugs.MAX_LENGTH and slug[:30] == slugs.slug_of(title)[:30]
