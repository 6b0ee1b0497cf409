"""Old sites made for the tests: the files beside a WordPress export, and a saved copy of a site of the years 2000."""

from pathlib import Path

from tests.world import PDF, picture_file

WORDPRESS = Path(__file__).parent / "fixtures" / "wordpress.xml"

MENU = (
    '<div id="top"><img src="/fileadmin/logo.gif" width="30" height="30" alt=""><a href="/index.html">Accueil</a></div>'
    '<ul class="menu"><li><a href="/mairie/index.html">La mairie</a></li>'
    '<li><a href="/ecole.html">L’école</a></li></ul>'
)
FOOT = "<table><tr><td>Mairie de Valcombe, place de l’Église, Valcombe</td></tr></table>"


def jpeg(name: str, size: tuple[int, int] = (60, 40)) -> bytes:
    return bytes(picture_file(name, size).read())


def uploads(root: Path) -> Path:
    """The folder ``wp-content/uploads`` that goes with the export."""
    for name, content in {
        "2020/05/mairie.jpg": jpeg("mairie.jpg"),
        "2020/05/mairie-300x200.jpg": jpeg("mairie-300x200.jpg", (30, 20)),
        "2021/06/DSC_0042.jpg": jpeg("DSC_0042.jpg", (50, 50)),
        "2020/05/conseil.pdf": PDF.replace(b"/Catalog", b"/Catalog/Lang(fr)"),
    }.items():
        path = root / "uploads" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root / "uploads"


def page(title: str, body: str) -> str:
    """As a system of the time made them: tables everywhere, everything in capitals, Latin-1."""
    return (
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN"><HTML><HEAD>'
        '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-1">'
        f"<TITLE>{title} - Mairie de Valcombe</TITLE><SCRIPT>var a = '<p>non</p>';</SCRIPT></HEAD>"
        f'<BODY BGCOLOR="#FFFFCC">{MENU}<TABLE border=0><TR><TD width=600>{body}</TD></TR></TABLE>{FOOT}</BODY></HTML>'
    )


PAGES = {
    "index.html": "<h1>Bienvenue</h1><p>Bienvenue à Valcombe, au bord de la rivière.</p>",
    "ecole.html": (
        '<h1>L’école</h1><p>Ouverte à 8 h&nbsp;30.<br><br>Voir <a href="mairie/index.html">la mairie</a>, '
        '<a href="perdue.html">une page perdue</a>, <a href="../../x.php">une autre</a> et '
        '<a href="fileadmin/menu.pdf">le menu</a>, <a href="fileadmin/vide.pdf">un fichier vide</a>.</p>'
        '<p><img src="fileadmin/cour.jpg"><img src="fileadmin/puce.gif" width="8" height="8"></p>'
        '<form action="/cgi-bin/mail.pl"><input name="q"></form>'
        '<iframe src="https://pisteur.example/x"></iframe>'
    ),
    "mairie/index.html": (
        "<h1>La mairie</h1><p>Le secrétariat vous reçoit.</p><h3>Tarifs</h3>"
        "<table border=1><tr><th>Salle</th><th>Prix</th></tr><tr><td>Petite</td><td>50 €</td></tr></table>"
    ),
    "mairie/elus.html": "<h1>Les élus</h1><ul><li>Le maire</li><li>La première adjointe</li></ul>",
    "services/eau/compteur.html": "<h1>Votre compteur</h1><p>Relevez-le en juin.</p>",
    "actualites/2019/bal.html": '<h1>Le bal</h1><p>Venez tous.</p><time datetime="2019-07-14">14 juillet</time>',
    "index.php?id=12.html": "<h1>La bibliothèque</h1><p>Ouverte le mercredi.</p>",
}


def saved_copy(root: Path) -> Path:
    """What ``wget --mirror`` would have left of it."""
    site = root / "www.valcombe.example"
    (site / "fileadmin").mkdir(parents=True)
    for name, body in PAGES.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        title = body.partition("</h1>")[0].removeprefix("<h1>")
        path.write_bytes(page(title, body).encode("cp1252"))
    frames = (
        '<html><head><title>Cadres</title></head><frameset cols="20%,80%"><frame src="ecole.html"></frameset></html>'
    )
    (site / "cadres.html").write_text(frames, encoding="utf-8")
    (site / "compteur.php").write_text("<?php system($_GET['x']); ?>", encoding="utf-8")
    (site / "fileadmin/cour.jpg").write_bytes(jpeg("cour.jpg"))
    (site / "fileadmin/puce.gif").write_bytes(b"GIF89a")
    (site / "fileadmin/menu.pdf").write_bytes(PDF.replace(b"/Catalog", b"/Catalog/Lang(en)"))
    (site / "fileadmin/vide.pdf").write_bytes(b"")
    return site.parent
