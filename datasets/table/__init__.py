"""The user's own table, in reading order:

names     how a column is called, listed and written in a word
layout    how a text file holds its table: encoding, separator, what stands above the header
file      CSV, TSV or Parquet: is it a table, and what does it hold?
dates     which texts are dates, and the days that they stand for
writing   numbers as people write them
column    the values of one column, and whether anything can be learned from them
arrow     a column as Arrow reads it
kinds     what a column is: the one place where that is decided
target    is the target a class or a number?
mixed     numbers and categories side by side, as a Dataset holds them
table     the data set: reads the file, decides about every column, says what it decided
"""
