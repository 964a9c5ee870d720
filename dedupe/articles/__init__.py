"""Copies of articles across sites: shingle, sign, band, match, verify, cluster.

Each verb is a function of values. What is stored, and the join of bands, belong to the caller.
"""
