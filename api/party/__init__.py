"""Parties: their roles and what each role is in the round."""
