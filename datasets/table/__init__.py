"""The user's own table, in reading order:

names     how a column is called, listed and written in a word
limits    how large a table may be
writing   numbers as people write them
dates     which texts are dates, and the days that they stand for
encoding  the bytes of a text file, in UTF-8
layout    how a text holds its table: separator, quotes, what stands above the header
file      CSV, TSV or Parquet: is it a table, and what does it hold?
column    the values of one column, and whether anything can be learned from them
arrow     a column as Arrow reads it
kinds     what a column is: the one place where that is decided
target    is the target a class or a number?
mixed     numbers and categories side by side, as a Dataset holds them
table     the data set: reads the file, decides about every column, says what it decided
"""
