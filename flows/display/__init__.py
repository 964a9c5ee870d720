"""What people see in a terminal and on Prefect's page."""
