"""What the algorithms cost, beside their peers in the same run."""
