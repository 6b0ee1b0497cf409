"""What a commune's pack allows, where the editor meets it, with a sentence that says what to do."""
