"""A draft shown elsewhere than in the editor: an address that is signed, dated and revocable, for another front end."""
