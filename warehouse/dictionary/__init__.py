"""The data dictionary and the JSON Schemas, derived from the records and the views."""
