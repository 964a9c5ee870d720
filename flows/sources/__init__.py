"""How sources are doing and how often they are looked at; probing new ones."""
