"""What is claimed, fixed before the first run. Light: `harness/` imports it, so no pandas, no SciPy.

entries        how an entry of a claim's file is read and checked
metric         what a claim can be about
arm            which trials take part: tuned, or published
outcome        what a trial can end with
claim          what every claim says
comparison     a favourite and its rivals: what superiority and near_optimal share
superiority, near_optimal, impossible, identical, scaling
               a kind of claim each: a record whose fields are its entries, and its rule in words
kinds          all of them by name; entries become a claim here
file           a claim's file, conf/claim/NAME.yaml
"""
