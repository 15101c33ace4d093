"""What surrounds a party, and how two hang together."""
