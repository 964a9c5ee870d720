"""What an operator is told: findings, which of them are new or over, and how they are sent."""
