"""The API beside its peers: see `README.md` here."""
