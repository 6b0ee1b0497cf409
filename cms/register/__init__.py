"""The register of what each commune's site does with personal data."""
