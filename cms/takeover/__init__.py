"""Takes over the content of an existing site: a folder of Markdown, pictures and documents (``beffroi import``).

The format is described for webmasters in ``docs/webmestre/reprise.md``. Reading is apart from writing: the whole folder
is read and checked first, then everything is written in one transaction, through the validation an editor meets.
"""
