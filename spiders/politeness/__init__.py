"""How a site is treated: robots.txt, delays, budgets, what is asked for again and when, stated rights."""
