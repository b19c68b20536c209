"""What stands beside a verdict, without a say in it.

evidence         all of it, collected
secondary        the claim's other metrics
multiverse       would other reasonable analyses have said the same?
aggregates       improvement, interquartile means, profiles
heterogeneity    how much data sets differ
ranks            mean ranks and critical differences
components       where the variance comes from
divergence       how often training diverged
survival         by when the target was reached
"""
