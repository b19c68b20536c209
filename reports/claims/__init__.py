"""What is claimed, fixed before the first run. Light, so that harness/ can import it: no pandas, no SciPy.

file          a claim's file, conf/claim/NAME.yaml
kinds         all kinds by name; entries become a claim here
superiority, near_optimal, impossible, identical, scaling
              a kind each: a record whose fields are its entries, and its rule in words
comparison    a favourite and its rivals: what superiority and near_optimal share
claim         what every claim says
entries       how an entry of a file is read and checked
metric        what a claim can be about
arm           which trials take part: tuned, or published
outcome       what a trial can end with
"""
