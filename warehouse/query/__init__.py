"""How the lake is read with DuckDB: tables, views, and the file of views."""
