"""In place of pandas for the processes that tests start: see tests/conftest.py."""

raise ModuleNotFoundError("No module named 'pandas'", name="pandas")
