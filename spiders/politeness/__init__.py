"""How a site is treated: robots.txt, delays, budgets, what is requested again and when, stated rights."""
