"""Kinds of claim that compare no means; a file is called like its kind, and its `judge` makes the finding.

finding       what comes of such a claim
impossible    does any network get past the bound?
identical     how far apart are two computations of the same thing?
scaling       with which power of size does time grow?
"""
