"""The Prefect layer: the only folder that imports Prefect."""
