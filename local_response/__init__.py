"""Local Response: understand and answer for modern slavery in a police force area."""
