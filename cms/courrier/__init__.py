"""Mail in the commune's name: written in the transaction that asks for it, sent later, tried again for days."""
