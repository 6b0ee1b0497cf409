"""Each element of the feeds 3.3 to 3.5: a small case of it, and what the page then holds.

An element that says nothing by itself (a condition, a width of column) has "" when the case must hold no trace of it.
"""

T = "<Texte>{}</Texte>"


def t(inside: str) -> str:
    return f"<Texte><Paragraphe>{inside}</Paragraphe></Texte>"


TABLE = (
    '<Texte><Tableau><Titre>Prix</Titre><Resume><Paragraphe>Le résumé</Paragraphe></Resume><Colonne largeur="50" '
    'type="header"/><Colonne largeur="50" type="normal"/><Rangée type="header"><Cellule/><Cellule><Paragraphe>Adulte'
    '</Paragraphe></Cellule></Rangée><Rangée type="normal"><Cellule fusionVerticale="2"><Paragraphe>Zone 1'
    '</Paragraphe></Cellule><Cellule><Paragraphe>25 €</Paragraphe></Cellule></Rangée><Rangée type="normal"><Cellule>'
    "<Paragraphe>20 €</Paragraphe></Cellule></Rangée></Tableau></Texte>"
)
SHORT = (
    '<Texte><Paragraphe>Le <LienInterne LienPublication="R9" type="Sigle">SAV</LienInterne></Paragraphe></Texte>'
    '<Abreviation ID="R9" type="Sigle"><Titre>SAV</Titre><Texte><Paragraphe>Service d’arrosage</Paragraphe></Texte>'
    "</Abreviation>"
)
TERM = (
    '<Texte><Paragraphe>Un <LienIntra LienID="R8" type="Définition de glossaire">seau</LienIntra></Paragraphe></Texte>'
    '<Definition ID="R8"><Titre>Seau</Titre><Texte><Paragraphe>Récipient.</Paragraphe></Texte></Definition>'
)
QUESTIONS = (
    "<Questionnaire><Description><Paragraphe>Répondez</Paragraphe></Description><Question><Titre><Paragraphe>Un "
    "jardin ?</Paragraphe></Titre><Aide><Paragraphe>Même petit</Paragraphe></Aide><Choix><Titre><Paragraphe>Oui"
    "</Paragraphe></Titre><IntituleSiSelectionne><Paragraphe>Vous jardinez</Paragraphe></IntituleSiSelectionne>"
    '<SiSelectionne><affecteVrai var="T77"/><affecteFaux var="T78"/></SiSelectionne></Choix></Question></Questionnaire>'
)
GUIDED = (
    "<Problematiques><Problematique><Titre><Paragraphe>Majeur</Paragraphe></Titre><Branche><Titre><Paragraphe>Avant "
    '2013</Paragraphe></Titre><SiSelectionne><affecteVrai var="T79"/></SiSelectionne><LienInterne '
    'LienPublication="F2" type="Fiche d\'information" audience="Particuliers"/></Branche></Problematique>'
    "</Problematiques>"
)
CONDITION = (
    '<Texte><FragmentConditionne><Condition><et><ou><estVrai var="T80"/><estFaux var="T81"/></ou><estIndefini '
    'var="T82"/></et></Condition><Paragraphe>Montré</Paragraphe></FragmentConditionne></Texte>'
)
CASES = (
    '<Texte><BlocCas affichage="onglet"><Cas type="surPlace"><Titre>Sur place</Titre><Paragraphe>Venez</Paragraphe>'
    "</Cas></BlocCas></Texte>"
)
SITUATIONS = (
    '<ListeSituations affichage="onglet"><Situation><Titre>Mineur</Titre><Texte><Paragraphe>Petit</Paragraphe></Texte>'
    "</Situation></ListeSituations>"
)
OFFICE = (
    '<OuSAdresser ID="R2" sve="non" type="Local personnalisé sur SP"><Titre>Préfecture</Titre><PivotLocal>prefecture'
    '</PivotLocal><RessourceWeb URL="https://x.example/"/><Source ID="R3">Ministère</Source></OuSAdresser>'
)
SERVICE = (
    '<ServiceEnLigne ID="R1" URL="https://y.example/" type="Formulaire" numerocerfa="12345*01" '
    'format="application/pdf" poids="79.4 KB"><Titre>Demande</Titre><NoticeLiee ID="R4" URL="https://n.example/" '
    'type="Notice">La notice</NoticeLiee><ServiceEnLigneAnnexe type="Formulaire"><Titre>Annexe</Titre>'
    '<LienWeb URL="https://a.example/"/></ServiceEnLigneAnnexe></ServiceEnLigne>'
)
PICTURE = (
    '<Texte><ContenuIllustre positionIllustration="gauche"><Contenu><Paragraphe>À côté</Paragraphe></Contenu>'
    '<Illustration LienPublication="I1.gif" langue="fr"><TexteDeRemplacement>Un seau</TexteDeRemplacement><Credits>'
    "<Paragraphe>Photo X</Paragraphe></Credits><Legende>Le seau</Legende></Illustration></ContenuIllustre></Texte>"
)
THEME = (
    '<SousTheme ID="N3"><Titre>Eau</Titre><Dossier ID="N2">Arrosage</Dossier></SousTheme><SousDossier ID="N2-1">'
    '<Titre>Arrosoirs</Titre><Fiche ID="F2">Rendre</Fiche></SousDossier>'
)
COMMENTED = (
    '<LienExterneCommente><LienExterne URL="https://z.example/">Ailleurs</LienExterne><Source ID="R5">Qui</Source>'
    "<Commentaire><Paragraphe>Très bien</Paragraphe></Commentaire></LienExterneCommente>"
)
REFERENCE = (
    '<Reference type="Texte de référence" URL="https://l.example/" ID="R6"><Titre>Code de l’eau</Titre><Complement>'
    "Article 1</Complement></Reference>"
)
FATHER = '<DossierPere ID="N2"><Titre>Arrosage</Titre><Fiche ID="F2">Rendre</Fiche></DossierPere>'
TRAIL = (
    '<FilDAriane><Niveau ID="Particuliers">Accueil particuliers</Niveau><Niveau ID="N1">Jardins</Niveau>'
    '<Niveau ID="F1">Arrosoir</Niveau></FilDAriane>'
)
SEE = '<VoirAussi important="non"><Fiche ID="F2" audience="Particuliers"><Titre>Rendre</Titre></Fiche></VoirAussi>'
HERE = '<a href="/guide/particuliers/F2/">'


def box(name: str) -> str:
    return T.format(f"<{name}><Titre>Le titre</Titre><Paragraphe>Dedans</Paragraphe></{name}>")


def boxed(kind: str) -> str:
    return f'<div class="guide-note guide-note--{kind}"><p class="guide-note-title">Le titre</p><p>Dedans</p></div>'


def chapter(inside: str) -> str:
    return T.format(f"<Chapitre><Titre><Paragraphe>Le chapitre</Paragraphe></Titre>{inside}</Chapitre>")


ELEMENTS: dict[str, tuple[str, str]] = {
    "Paragraphe": (t("Des mots"), "<p>Des mots</p>"),
    "Titre": (chapter(""), "<h2>Le chapitre</h2>"),
    "Item": (T.format('<Liste type="puce"><Item><Paragraphe>Un</Paragraphe></Item></Liste>'), "<ul><li>Un</li></ul>"),
    "Liste": (T.format('<Liste type="numero"><Item><Paragraphe>Un</Paragraphe></Item></Liste>'), "<ol><li>Un</li>"),
    "Fiche": (SEE, f"<li>{HERE}Rendre</a></li>"),
    "Cellule": (TABLE, '<th scope="row" rowspan="2">Zone 1</th><td>25 €</td></tr><tr><td>20 €</td></tr>'),
    "LienInterne": (
        t('Voir <LienInterne LienPublication="F2" type="Fiche" audience="Particuliers">là</LienInterne>'),
        f"Voir {HERE}là</a>",
    ),
    "Niveau": (TRAIL, '<li><a href="/guide/particuliers/N1/">Jardins</a></li><li aria-current="page">Arrosoir</li>'),
    "Source": (OFFICE, '<p class="guide-source">Ministère</p>'),
    "Texte": (t("Le texte"), "<p>Le texte</p>"),
    "Valeur": (t("<Valeur>25 €</Valeur>"), '<span class="guide-value">25 €</span>'),
    "Chapitre": (chapter("<Paragraphe>Dit</Paragraphe>"), '<div class="guide-part"><h2>Le chapitre</h2><p>Dit</p>'),
    "Reference": (REFERENCE, '<h2>Textes de référence</h2><p><a href="https://l.example/" rel="external">Code'),
    "Cas": (CASES, '<details class="guide-case"><summary><h2>Sur place</h2></summary><p>Venez</p></details>'),
    "Rangée": (TABLE, '<tr><td></td><th scope="col">Adulte</th></tr>'),
    "Audience": ("<Audience>Particuliers</Audience>", "Public\u00a0: Particuliers"),
    "Theme": ('<Theme ID="N1"><Titre>Jardins</Titre></Theme>', '<a href="/guide/particuliers/N1/">Jardins</a>'),
    "Complement": (REFERENCE, '<span class="guide-source">Article 1</span>'),
    "OuSAdresser": (OFFICE, '<a href="https://x.example/" rel="external">Préfecture</a>'),
    "MiseEnEvidence": (t("<MiseEnEvidence>Vite</MiseEnEvidence>"), "<strong>Vite</strong>"),
    "RessourceWeb": (OFFICE, 'href="https://x.example/"'),
    "ServiceEnLigne": (SERVICE, '<a href="https://y.example/" rel="external">Demande</a>'),
    "LienIntra": (TERM, '<a href="#definition-R8" class="guide-term">seau</a>'),
    "SousChapitre": (
        chapter("<SousChapitre><Titre>Plus bas</Titre><Paragraphe>Dit</Paragraphe></SousChapitre>"),
        "<h3>Plus bas</h3><p>Dit</p>",
    ),
    "SousDossier": (THEME, f'<h2>Arrosoirs</h2><ul class="guide-links"><li>{HERE}Rendre</a></li></ul>'),
    "SousTheme": (THEME, "<h2>Eau</h2>"),
    "Dossier": (THEME, '<li><a href="/guide/particuliers/N2/">Arrosage</a></li>'),
    "PivotLocal": (OFFICE, ""),
    "dc:title": ("", "<h1>Demander un arrosoir</h1>"),
    "dc:creator": ("<dc:creator>absent-xyz</dc:creator>", ""),
    "dc:description": ("<dc:description>absent-xyz</dc:description>", ""),
    "dc:publisher": ("<dc:publisher>absent-xyz</dc:publisher>", ""),
    "dc:contributor": ("", "Direction de l’information légale et administrative (Premier ministre)"),
    "dc:date": ("", "Vérifié le 1er mars 2026"),
    "dc:type": ("<dc:type>absent-xyz</dc:type>", ""),
    "dc:format": ("<dc:format>absent-xyz</dc:format>", ""),
    "dc:identifier": ("<dc:identifier>absent-xyz</dc:identifier>", ""),
    "dc:language": ("<dc:language>absent-xyz</dc:language>", ""),
    "dc:coverage": ("<dc:coverage>absent-xyz</dc:coverage>", ""),
    "dc:rights": ("<dc:rights>absent-xyz</dc:rights>", ""),
    "dc:subject": ("<dc:subject>absent-xyz</dc:subject>", ""),
    "dc:relation": ("<dc:relation>absent-xyz</dc:relation>", ""),
    "dc:source": ("<dc:source>absent-xyz</dc:source>", ""),
    "SurTitre": ("<SurTitre>Fiche pratique</SurTitre>", '<p class="guide-kind">Fiche pratique</p>'),
    "Canal": ("<Canal>absent-xyz</Canal>", ""),
    "FilDAriane": (TRAIL, '<a href="/guide/">Guide des démarches</a>'),
    "QuestionReponse": ('<QuestionReponse ID="F2" audience="Particuliers">Quand ?</QuestionReponse>', f"{HERE}Quand ?"),
    "LienWeb": (SERVICE, '<a href="https://a.example/" rel="external">Annexe</a>'),
    "Exposant": (t("1<Exposant>er</Exposant>"), "1<sup>er</sup>"),
    "Colonne": (TABLE, '<th scope="row"'),
    "BlocCas": (CASES, '<div class="guide-cases"><details'),
    "Definition": (TERM, '<dt id="definition-R8">Seau</dt><dd><p>Récipient.</p></dd>'),
    "FicheLiee": (
        '<FicheLiee ID="F2" audience="Particuliers" type="x"><Titre>Rendre</Titre></FicheLiee>',
        f'<h2>Fiches liées</h2><ul class="guide-links"><li>{HERE}Rendre</a></li>',
    ),
    "PourEnSavoirPlus": (
        '<PourEnSavoirPlus ID="R7" URL="https://p.example/" type="x"><Titre>Plus</Titre></PourEnSavoirPlus>',
        '<h2>Pour en savoir plus</h2><p><a href="https://p.example/" rel="external">Plus</a></p>',
    ),
    "Introduction": (f"<Introduction>{t('Bonjour')}</Introduction>", '<div class="guide-introduction"><p>Bonjour</p>'),
    "Expression": (t("<Expression>mot</Expression>"), "<q>mot</q>"),
    "Publication": ("", '<article class="guide" lang="fr">'),
    "LienExterne": (t('<LienExterne URL="https://z.example/">là</LienExterne>'), '<a href="https://z.example/" rel='),
    "DossierPere": (FATHER, '<h2>Dans le même dossier</h2><p><a href="/guide/particuliers/N2/">Arrosage</a></p>'),
    "SousThemePere": ('<SousThemePere ID="N3">absent-xyz</SousThemePere>', ""),
    "ServiceComplementaire": ("", '<article class="guide" lang="fr">'),
    "ServiceEnLigneAnnexe": (SERVICE, '<div class="guide-annex">'),
    "estVrai": (CONDITION, "<p>Montré</p>"),
    "estFaux": (CONDITION, "<p>Montré</p>"),
    "Condition": (CONDITION, "<p>Montré</p>"),
    "ou": (CONDITION, "<p>Montré</p>"),
    "et": (CONDITION, "<p>Montré</p>"),
    "estIndefini": (CONDITION, "<p>Montré</p>"),
    "FragmentConditionne": (CONDITION, "<p>Montré</p>"),
    "ANoter": (box("ANoter"), boxed("noter")),
    "ASavoir": (box("ASavoir"), boxed("savoir")),
    "Attention": (box("Attention"), boxed("attention")),
    "Rappel": (box("Rappel"), boxed("rappel")),
    "NoticeLiee": (SERVICE, '<a href="https://n.example/" rel="external">La notice</a>'),
    "VoirAussi": (SEE, "<h2>Voir aussi</h2>"),
    "Abreviation": (SHORT, '<dt id="sigle-R9">SAV</dt><dd><p>Service d’arrosage</p></dd>'),
    "Situation": (SITUATIONS, "<summary><h2>Mineur</h2></summary><p>Petit</p>"),
    "ListeSituations": (SITUATIONS, '<div class="guide-cases"><details class="guide-case">'),
    "Branche": (GUIDED, f"<summary><h3>Avant 2013</h3></summary><p>{HERE}Rendre un arrosoir</a></p>"),
    "Problematique": (GUIDED, '<details class="guide-branch"><summary><h2>Majeur</h2></summary>'),
    "Problematiques": (GUIDED, '<div class="guide-cases"><details class="guide-branch">'),
    "Tableau": (TABLE, '<table class="table"><caption>Prix</caption><thead><tr><td></td><th scope="col">'),
    "Resume": (TABLE, "<p>Le résumé</p>"),
    "affecteVrai": (GUIDED, f"<p>{HERE}"),
    "affecteFaux": (QUESTIONS, "<p>Oui"),
    "SiSelectionne": (QUESTIONS, "<p>Oui"),
    "NumeroCerfa": ("<NumeroCerfa>12345*01</NumeroCerfa>", "Cerfa n°\u00a012345*01"),
    "AutreNumero": ("<AutreNumero>2031-SD</AutreNumero>", "Autre numéro\u00a0: 2031-SD"),
    "SousDossierPere": ("<SousDossierPere>absent-xyz</SousDossierPere>", ""),
    "Variable": (t("<Variable>nom</Variable>"), "<var>nom</var>"),
    "OuSAdresserSupport": (OFFICE.replace("OuSAdresser", "OuSAdresserSupport"), "<h2>Où s’adresser"),
    "Cible": ("<Cible>Automobiliste</Cible>", "Public\u00a0: Automobiliste"),
    "Citation": (t("<Citation>dit</Citation>"), "<q>dit</q>"),
    "Avertissement": (
        (
            '<Avertissement ID="R5" date="2026-02-03"><Titre>Crue</Titre><Texte><Paragraphe>Fermé</Paragraphe></Texte>'
            "</Avertissement>"
        ),
        '<h2>Crue</h2><p class="guide-source">Le 3 février 2026</p><p>Fermé</p>',
    ),
    "CommentFaireSi": ('<CommentFaireSi ID="F2" audience="Particuliers">Je rends</CommentFaireSi>', f"{HERE}Je rends"),
    "LienExterneCommente": (COMMENTED, '<div class="guide-link"><p><a href="https://z.example/"'),
    "Commentaire": (COMMENTED, "<p>Très bien</p>"),
    "Aide": (QUESTIONS, '<div class="guide-help"><p>Même petit</p></div>'),
    "ServiceEnLigneAlternatif": (
        (
            '<ServiceEnLigneAlternatif ID="R1" audience="Particuliers" type="x"><Titre>Autre</Titre>'
            "</ServiceEnLigneAlternatif>"
        ),
        '<a href="/guide/particuliers/R1/">Autre</a>',
    ),
    "RechercheGuidee": (
        '<RechercheGuidee ID="F2" audience="Particuliers"><Titre><Paragraphe>Où</Paragraphe></Titre></RechercheGuidee>',
        f"<li>{HERE}Où</a></li>",
    ),
    "TitreAlternatif": (
        chapter("<TitreAlternatif><Paragraphe>Autre cas</Paragraphe></TitreAlternatif>"),
        '<p class="guide-alternative"><strong>Autre cas</strong></p>',
    ),
    "Choix": (QUESTIONS, "<p>Oui"),
    "IntituleSiSelectionne": (QUESTIONS, '<span class="guide-choice">(Vous jardinez)</span>'),
    "TexteDeRemplacement": (PICTURE, "<span>Un seau</span>"),
    "ContenuIllustre": (PICTURE, '<div class="guide-illustrated"><p>À côté</p>'),
    "Contenu": (PICTURE, "<p>À côté</p>"),
    "Illustration": (PICTURE, "Voir l’illustration sur la fiche officielle</a>"),
    "Image": (
        T.format('<Image LienPublication="I2.gif"><TexteDeRemplacement>Un plan</TexteDeRemplacement></Image>'),
        '<p><span class="guide-image"><span>Un plan</span> – <a href="https://www.service-public.gouv.fr/',
    ),
    "Credits": (PICTURE, "<small>Photo X </small>"),
    "TermeEtranger": (t('<TermeEtranger langue="en">leasing</TermeEtranger>'), '<i lang="en">leasing</i>'),
    "Indice": (t("CO<Indice>2</Indice>"), "CO<sub>2</sub>"),
    "Legende": (PICTURE, "<span>Le seau</span>"),
    "Question": (QUESTIONS, '<div class="guide-question"><h2>Un jardin ?</h2>'),
    "Partenaire": ('<Partenaire ID="R1" URL="https://q.example/"/>', '<a href="https://q.example/" rel="external">q.'),
    "Description": (QUESTIONS, "<p>Répondez</p>"),
    "Questionnaire": (QUESTIONS, '<div class="guide-questions">'),
    # After 2020.
    "Conclusion": (
        "<Conclusion><Titre><Paragraphe>Et après</Paragraphe></Titre><Paragraphe>Fin.</Paragraphe></Conclusion>",
        '<div class="guide-part"><h2>Et après</h2><p>Fin.</p></div>',
    ),
    "Exemple": (box("Exemple"), boxed("exemple")),
    "InformationComplementaire": (box("InformationComplementaire"), boxed("savoir")),
    "TitreFlottant": (
        T.format("<TitreFlottant><Paragraphe>Entre</Paragraphe></TitreFlottant>"),
        '<p class="guide-alternative"><strong>Entre</strong></p>',
    ),
    "TitreRiche": (
        TABLE.replace("<Titre>Prix</Titre>", "<TitreRiche><Paragraphe>Tarifs</Paragraphe></TitreRiche>"),
        "<caption>Tarifs</caption>",
    ),
    "Video": (T.format('<Video URL="https://v.example/"><Legende>Vu</Legende></Video>'), 'external">Vu</a></p>'),
    "VideoIllustration": (
        '<VideoIllustration URL="https://v.example/"><Legende>Vu</Legende></VideoIllustration>',
        '<p class="guide-film"><a href="https://v.example/" rel="external">Vu</a></p>',
    ),
    "ImageIllustration": ("<ImageIllustration><Legende>Plan</Legende></ImageIllustration>", "<span>Plan</span>"),
    "Infographie": ("<Infographie><Legende>Plan</Legende></Infographie>", "<span>Plan</span>"),
    "QuiPeutMAider": (
        '<QuiPeutMAider ID="R9" type="Centre de contact"><Titre>Allô</Titre></QuiPeutMAider>',
        '<h2>Qui peut m’aider\u00a0?</h2><div class="guide-office"><p class="guide-office-title">Allô</p>',
    ),
    "RechercheGuideePere": ('<RechercheGuideePere ID="F2">Où</RechercheGuideePere>', f"{HERE}Où</a>"),
    "Groupe": (T.format("<Groupe><Titre>Ensemble</Titre><Paragraphe>x</Paragraphe></Groupe>"), "<h2>Ensemble</h2>"),
    "FicheConnexe": ('<FicheConnexe ID="F2"><Titre>Rendre</Titre></FicheConnexe>', f"<li>{HERE}Rendre</a></li>"),
    "FranceConnect": ("<FranceConnect>oui</FranceConnect>", "Accès possible avec FranceConnect"),
    "Connexion": ("<Connexion>Par compte</Connexion>", "<strong>Connexion</strong></p><p>Par compte</p>"),
    "Montant": (t("<Montant>25 €</Montant>"), '<span class="guide-value">25 €</span>'),
    "ServiceNoeud": (
        SERVICE.replace("ServiceEnLigne ", "ServiceNoeud ").replace("</ServiceEnLigne>", "</ServiceNoeud>"),
        '<a href="https://y.example/" rel="external">Demande</a>',
    ),
    "Cout": ("<Cout>Gratuit</Cout>", "<strong>Coût</strong></p><p>Gratuit</p>"),
    "NbEtapes": ("<NbEtapes>3</NbEtapes>", "<strong>Nombre d’étapes</strong></p><p>3</p>"),
    "CommentFaireSelf": (
        "<CommentFaireSelf><Etapes><Paragraphe>Venir</Paragraphe></Etapes></CommentFaireSelf>",
        "<strong>Comment faire</strong>",
    ),
    "Etapes": ("<Etapes><Paragraphe>Venir</Paragraphe></Etapes>", "<strong>Étapes</strong></p><p>Venir</p>"),
    "Documents": ("<Documents>Un seau</Documents>", "<strong>Documents</strong></p><p>Un seau</p>"),
    "Delai": ("<Delai>2 jours</Delai>", "<strong>Délai</strong></p><p>2 jours</p>"),
    "Recours": ("<Recours>Le juge</Recours>", "<strong>Recours</strong></p><p>Le juge</p>"),
    "Echeance": ("<Echeance>Demain</Echeance>", "<strong>Échéance</strong></p><p>Demain</p>"),
}
