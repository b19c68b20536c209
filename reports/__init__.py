"""From recorded runs to verdicts. Imports neither models nor datasets nor harness, and from below in this list only.

report        judges all cases, prints them, writes the page
page/         one self-contained HTML file, its sections made on all processors
pictures/     a picture is a file
terminal      a verdict in the terminal
judgement     one claim from its records to its judgement; the guards in their order
evidence/     what stands beside a verdict, without a say in it
verdicts/     the decision, and what withholds it
findings/     kinds of claim that compare no means
statistics/   the numbers that decide
records/      what was recorded, as tidy frames
claims/       what is claimed, fixed before the first run; light, for harness/ to import
text          numbers, lists and tables as a reader likes them
wire          the names that runs are recorded under; for harness/ to import
errors        what can keep a claim from being judged
"""
