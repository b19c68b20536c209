"""The user's own table.

table     a file, its target, and what was done to its columns in words
file      CSV, TSV and Parquet as columns of text or numbers
column    what a column holds: numbers, categories, an identifier
target    are the values to predict classes or numbers?
mixed     columns of all sorts side by side
"""
