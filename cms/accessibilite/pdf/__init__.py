"""What a blind reader will meet in a PDF: looked at when it is sent, told to who sent it, never refused."""
