require ["fileinto"];
# What rspamd marked goes where people look for what they miss, never to the bin.
if header :contains "X-Spam" "Yes" {
    fileinto "Junk";
    stop;
}
