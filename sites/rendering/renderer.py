"""From a snapshot to HTML. The chrome is rendered once; each page then costs its own content alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from markupsafe import Markup

from sites.bake.snapshot import Snapshot
from sites.bake.views import Chrome, Output, PageView, Picture, SiteView
from sites.contractor import named
from sites.modules import Module
from sites.referencing.cards import shelf_of
from sites.rendering.context import RenderContext
from sites.rendering.identity import hosting_view
from sites.rendering.look import Look
from sites.rendering.richtext import Rewriter
from sites.rendering.templates import ThemeEnvironment
from sites.rendering.veil import veil
from sites.themes import environment

Macro = Callable[..., Markup]
NOT_FOUND = "pages/404.html"
REDIRECT = "pages/redirect.html"
SEARCH = "pages/recherche.html"
AWAY = "pages/503.html"
PLAN = "pages/schema_pluriannuel.html"
HTML = ".html"


class Renderer:
    """Renders the pages of one commune."""

    def __init__(self, snapshot: Snapshot, look: Look, site: SiteView) -> None:
        """``site`` is the commune as its templates see it, dressed as ``look`` says."""
        self.snapshot = snapshot
        self.site = site
        self.host = hosting_view()
        self.environment = environment(look.theme, strict=settings.BEFFROI_STRICT_TEMPLATES)
        self.macros = macros_of(self.environment, snapshot.modules)
        self._tokens = look.tokens
        self.cards = shelf_of(site, look.tokens, snapshot.library.used)
        self._ours = look.theme.ours
        self._named: frozenset[int] | None = None
        self._chrome: Chrome | None = None
        self._modules = {module.code: module for module in snapshot.modules}
        self._rewriters: dict[str, Rewriter] | None = None

    @property
    def rewriters(self) -> Mapping[str, Rewriter]:
        """What modules add to rich texts, by module; found at first use."""
        if self._rewriters is None:
            made = ((code, module.rewriter(self.data(code))) for code, module in self._rewriting())
            self._rewriters = {code: rewriter for code, rewriter in made if rewriter is not None}
        return self._rewriters

    def _rewriting(self) -> Iterator[tuple[str, Module]]:
        """Modules that have the hook: a preview reads nothing for the others."""
        return (
            (code, module) for code, module in self._modules.items() if type(module).rewriter is not Module.rewriter
        )

    def shows(self, document: int | None) -> bool:
        """Whether a template may publish this document: a contractor's, only what the contents name."""
        if self._ours:
            return True
        if self._named is None:
            self._named = named.documents(self.snapshot)
        return document in self._named

    @property
    def chrome(self) -> Chrome:
        """Header, footer and head, rendered at first use."""
        if self._chrome is None:
            self._chrome = Chrome(*(self._part(name) for name in ("header", "footer", "head")))
        return self._chrome

    @chrome.setter
    def chrome(self, chrome: Chrome) -> None:
        self._chrome = chrome

    def _part(self, name: str) -> Markup:
        template = self.environment.get_template(f"chrome/{name}.html")
        ctx = RenderContext(self, None)
        rendered = template.render(site=self.site, ctx=ctx, theme_color=self._tokens["brand"], palette=self._tokens)
        # Once for all pages: most have no address of their own, and are then not searched.
        return Markup(veil(rendered))  # noqa: S704  # templates escape

    def page(self, page: PageView, more: Mapping[str, Any] | None = None) -> str:
        """The HTML of a page, its own link marked in the menu; ``more`` stands before what its module says."""
        module = self._modules.get(page.module)
        told = module.page_context(self.data(page.module), page) if module else {}
        return self.template(page.template, page, {**told, **more} if more else told)

    def output(self, output: Output) -> str:
        """The HTML of a further file of a module."""
        context = dict(output.context)
        page = context.pop("page", None) or self.synthetic(output.path, output.template)
        return self.template(output.template, page, context)

    def template(self, name: str, page: PageView, more: Mapping[str, Any]) -> str:
        """Any template, with all that every template receives."""
        template = self.environment.get_template(name)
        rendered = template.render(
            site=self.site,
            host=self.host,
            chrome=self._chrome_for(page.url),
            page=page,
            ctx=RenderContext(self, page),
            data=self.data(page.module) if page.module else None,
            **more,
        )
        return veil(rendered) if name.endswith(HTML) else rendered

    def _chrome_for(self, url: str) -> Chrome:
        whole = self.chrome
        link = f'<a href="{url}"'
        header = str(whole.header)
        if link not in header:
            return whole
        marked = header.replace(link, f'{link} aria-current="page"', 1)
        return Chrome(Markup(marked), whole.footer, whole.head)  # noqa: S704  # rendered above

    def synthetic(self, path: str, template: str, title: str = "") -> PageView:
        """A page that stands in no tree: an error, a redirection."""
        url = "/" + path.removesuffix("index.html").lstrip("/")
        return PageView(
            id=0, type="", template=template, title=title, slug="", seo_title="", description="",
            url=url, absolute_url=self.snapshot.base_url + url, path="", depth=0, in_menu=False,
            first_published_at=None, last_published_at=None, fields={}, source=self.snapshot,
        )  # fmt: skip

    def section(self, code: str, ctx: RenderContext, options: Mapping[str, Any]) -> Markup:
        """The section of a module for one page."""
        module = self._modules.get(code)
        if module is None or not module.home_section:
            return Markup("")
        data = self.data(code)
        context = {**options, **module.section_context(data, ctx.current, options)}
        rendered = self.environment.get_template(module.home_section).render(
            site=self.site, ctx=ctx, page=ctx.current, data=data, **context
        )
        return Markup(rendered.strip())  # noqa: S704  # templates escape

    def slot(self, name: str, ctx: RenderContext, values: Mapping[str, Any]) -> Markup:
        """What modules put in a named place."""
        found = [
            self.environment.get_template(module.slots[name]).render(
                site=self.site, ctx=ctx, page=ctx.current, data=self.data(module.code), **values
            )
            for module in self.snapshot.modules
            if name in module.slots
        ]
        return Markup("").join([Markup(text.strip()) for text in found])  # noqa: S704  # templates escape

    def blocks(self, raw: Iterable[Mapping[str, Any]], page: PageView) -> Markup:
        """Some blocks of a page, by themselves."""
        return RenderContext(self, page).blocks(raw)

    def data(self, code: str) -> Any:
        """What a module prepared."""
        return self.snapshot.data.get(code)

    def picture(self, picture: Picture, alt: str) -> Markup:
        """A picture inside a rich text."""
        macro: Macro = self.environment.get_template("pictures.html").module.picture  # type: ignore[attr-defined]
        return macro(picture, alt)


def macros_of(templates: ThemeEnvironment, modules: Iterable[Module]) -> dict[str, Macro]:
    """Every block macro: those of ``blocks.html``, then those that each module declares and has."""
    own = templates.get_template("blocks.html").module
    found: dict[str, Macro] = {
        name: value for name, value in vars(own).items() if callable(value) and not name.startswith("_")
    }
    for module in modules:
        if not module.blocks:
            continue
        brought = vars(templates.get_template(f"{module.code}/blocks.html").module)
        found |= {name: brought[name] for name in module.blocks if name in brought}
    return found
