"""For who works for several communes: choosing one, always seeing which, publishing in several at once."""
