"""The user's own table, in reading order:

names     which columns there are, and how a message lists them
file      CSV, TSV or Parquet: is it a table, and what columns has it?
column    the values of one column, and whether anything can be learned from them
arrow     from Arrow's columns to ours
target    is the target a class or a number?
mixed     numbers and categories side by side, as a Dataset holds them
table     the data set: reads the file, decides about every column, says what it decided
"""
