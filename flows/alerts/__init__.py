"""What is reported to an operator: findings, which of them are new or over, and how they are sent."""
