from cms.search.visitors.reading import words_of

PAGE = """<header>Menu du haut</header><main><nav>Fil</nav><h1>Les déchets</h1>
<p>Le bac <b>jau</b>ne,<br>le mardi.</p><h2>Où&nbsp;?</h2><ul><li>Ici</li><li><a href="/x/">La déchèterie</a></li></ul>
<aside>La mairie</aside><form>Écrire</form><script>var x</script></main><footer>Bas</footer>"""


def test_only_the_content_of_a_page_is_read_by_where_it_stands() -> None:
    found = words_of(PAGE)
    assert found.headings == "Les déchets Où\u00a0?".replace("\u00a0", " ")
    assert found.text == "Le bac jaune, le mardi. Ici"
    assert found.links == "La déchèterie"


def test_a_page_that_is_badly_closed_is_read_as_far_as_it_goes() -> None:
    assert words_of("<main><p>Un <b>mot").text == "Un mot"
    assert words_of("").text == ""
