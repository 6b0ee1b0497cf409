"""The gallery of components: every part of a site in a theme and two colours, without any commune's data."""
