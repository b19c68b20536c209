"""Composes cells with Hydra, trains them, and records them in MLflow."""
