"""modelsearch's own tests of a backend, whole: nothing skipped, nothing expected to fail."""

from unittest import mock

from django.test import TestCase
from modelsearch.test.testapp import models
from modelsearch.tests.test_backends import BackendTests

from cms.search.editors.results import Results


class WhooshTests(BackendTests, TestCase):
    backend_path = "cms.search.backend"

    def setUp(self) -> None:
        super().setUp()
        helped = AssertionError("the database answered in place of the shards")
        patch = mock.patch.object(Results, "_elsewhere", side_effect=helped)
        patch.start()
        self.addCleanup(patch.stop)

    def test_nothing_is_found_once_indexes_are_reset(self) -> None:
        mock.patch.stopall()
        self.backend.reset_indexes()
        assert self.backend.search("JavaScript", models.Book).count() == 0
