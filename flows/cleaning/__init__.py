"""What the clean stage reads from the warehouse and makes of it."""
