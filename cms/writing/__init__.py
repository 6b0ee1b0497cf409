"""What helps to write: a photo sent from the form itself, texts pasted clean, a look at the page before it goes."""
