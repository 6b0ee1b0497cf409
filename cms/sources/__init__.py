"""What other sites publish, read by the worker for the modules that show it: calendars, feeds.

``rows.OutsideSource`` is what a module keeps of one, ``turns`` says when it is asked, ``fetching`` asks. What was last
good stays when a source fails, and the list of the sources says why in French.
"""
