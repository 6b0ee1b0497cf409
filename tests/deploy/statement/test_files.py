import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

from pypdf import PdfReader

from deploy.prices import Prices
from deploy.statement.pdf import as_pdf, due_text, written
from deploy.statement.reckon import Statement, Work, statement
from deploy.statement.table import rows as rows_of
from deploy.subscriptions import amend
from sites.rendering.spreadsheets import as_csv
from tests.deploy.statement.test_reckon import ORDER
from tests.deploy.test_subscriptions import CAHORS


def one(title: str = "Reprise du site") -> Statement:
    work = Work(title, date(2025, 12, 1), date(2026, 2, 1), Decimal(2), Decimal(500))
    return statement(amend(None, CAHORS, ORDER), [work], Prices(), 2026)


def test_the_document_is_tagged_french_and_says_all_that_is_due() -> None:
    reader = PdfReader(BytesIO(as_pdf(one(), "Centre de gestion du Lot", "assistance@cdg.example")))
    root = reader.trailer["/Root"].get_object()
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert str(root["/Lang"]).lower().startswith("fr")  # type: ignore[index]
    assert reader.metadata is not None
    assert reader.metadata.title == "Relevé 2026 – Cahors"
    text = " ".join(page.extract_text() for page in reader.pages).replace("\u202f", " ").replace("\u00a0", " ")
    for words in ("Pack Découverte", "352,58 €", "Reprise du site", "faite le 1er février 2026", "852,58 €", "compris"):
        assert words in " ".join(text.split())


def test_words_that_typst_would_read_as_orders_are_only_words() -> None:
    text = PdfReader(BytesIO(as_pdf(one('#panic("x") *gras* $x$ @y <z>'), "CDG", "a@b.fr"))).pages[0].extract_text()
    assert '#panic("x") *gras* $x$ @y <z>' in text


def test_the_table_is_one_that_a_french_spreadsheet_adds_up() -> None:
    content = as_csv(rows_of([one("=SOMME(A1)")])).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(content), delimiter=";"))
    assert [(row["Nature"], row["Service"], row["Montant TTC (€)"]) for row in rows] == [
        ("abonnement", "Pack Découverte", "352,58"),
        ("abonnement", "Adresse cahors.localhost", "0,00"),
        ("intervention", "'=SOMME(A1)", "500,00"),
    ]


def test_amounts_are_written_as_in_french() -> None:
    assert written(Decimal("1272.24")) == "1\u202f272,24\u00a0€"
    assert due_text(Decimal(0)) == "compris"
    assert due_text(None) == "à fixer"
