"""Page types, media and settings that editors fill in."""

from cms.models.base import BasePage
from cms.models.identity import FormerLook, Identity
from cms.models.media import DocumentFile, Picture, Rendition
from cms.models.of_modules import Illustrated, ListedPage, ModulePage
from cms.models.pages import Accueil, Folder, Page, PageLegale, PlanDuSite, Rubrique
from cms.models.settings import Mairie

__all__ = [
    "Accueil",
    "BasePage",
    "DocumentFile",
    "Folder",
    "FormerLook",
    "Identity",
    "Illustrated",
    "ListedPage",
    "Mairie",
    "ModulePage",
    "Page",
    "PageLegale",
    "Picture",
    "PlanDuSite",
    "Rendition",
    "Rubrique",
]
