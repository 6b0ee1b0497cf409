"""Permission policies made of memberships. No ``Group``: Wagtail asks the policies, the policies ask the scope."""
