"""The report's page.

sections      evidence collected and pictures drawn on all processors
page          one self-contained HTML file
links         addresses in MLflow's UI and in a claim's text
templates/    what the page looks like
"""
