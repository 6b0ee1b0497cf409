"""The pictures and documents of an old site, each once in the library of the commune."""

from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.models import DocumentFile, Picture
from cms.oldsite.models import LONGEST, Brought
from cms.oldsite.reading.site import Left, OldSite, Why
from cms.takeover.errors import sentences
from cms.uploads import library
from cms.uploads.pictures import FORMATS

MODELS: dict[str, type[Any]] = {Brought.Kind.PICTURE: Picture, Brought.Kind.DOCUMENT: DocumentFile}


class Files:
    """What a run stores. ``known`` gives the ids of what earlier runs brought: kind and address → id."""

    def __init__(self, site: OldSite, run: Any, known: dict[tuple[str, str], int]) -> None:
        self._site = site
        self._run = run
        self._ids: dict[tuple[str, str], int | None] = dict(known)
        self.left: list[Left] = []

    def picture(self, key: str, shows: str) -> int | None:
        """Id of the picture at this address of the old site; ``None`` when it cannot be had, which is noted."""
        return self._id(Brought.Kind.PICTURE, key, shows)

    def document(self, key: str, shows: str = "") -> int | None:
        """The same for a document."""
        return self._id(Brought.Kind.DOCUMENT, key, shows)

    def holds(self, key: str) -> bool:
        """Whether the old site has a file at this address."""
        return self._site.file(key) is not None

    def documents(self) -> dict[str, int]:
        """What the documents met so far became, by address."""
        held = self._ids.items()
        return {key: number for (kind, key), number in held if kind == Brought.Kind.DOCUMENT and number is not None}

    @staticmethod
    def is_document(key: str) -> bool:
        """Whether an address is that of a document, by its extension."""
        return _extension(key) in settings.WAGTAILDOCS_EXTENSIONS

    @staticmethod
    def is_picture(key: str) -> bool:
        """Whether an address is that of a picture."""
        return _extension(key) in FORMATS

    def _id(self, kind: str, key: str, shows: str) -> int | None:
        if (kind, key) not in self._ids:
            self._ids[kind, key] = self._bring(kind, key, shows)
        return self._ids[kind, key]

    def _bring(self, kind: str, key: str, shows: str) -> int | None:
        file = self._site.file(key)
        if file is None:
            self.left.append(Left(Why.MISSING, key, _("Ce fichier n’est pas dans ce qui est repris.")))
            return None
        model, collection = MODELS[kind], self._run.commune.collection
        number = library.known(model, collection, file.content)
        if number is not None:
            return number
        try:
            item = library.new(model, collection, self._run.author, file.name, file.content, shows)
        except ValidationError as error:
            self.left.append(Left(Why.REFUSED, key, " ".join(sentences(error))[:LONGEST]))
            return None
        with library.forgotten_on_failure([item]), transaction.atomic():
            item.save()
            Brought.objects.update_or_create(
                commune=self._run.commune,
                kind=kind,
                address=key[:LONGEST],
                defaults={"run": self._run, "number": item.pk},
            )
        return int(item.pk)


def _extension(key: str) -> str:
    return PurePosixPath(key.partition("?")[0]).suffix.lower().removeprefix(".")
