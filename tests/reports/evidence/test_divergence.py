"""How often replicas diverged."""

from __future__ import annotations

import pytest
from build import replicas

from reports.evidence import divergence

NAN = float("nan")


def test_rates_of_divergence_with_wilsons_interval():
    """0 of 10: 0 to z²/(n + z²) = 0.2775; 5 of 10: 0.2366 to 0.7634 (Wilson 1927, z = 1.96)."""
    table = replicas(*[("adam", seed, 0, 0.1, 0.1, NAN) for seed in range(10)],
                     *[("sgd", seed, 0, 0.1, 0.1, 1.0 if seed < 5 else NAN) for seed in range(10)])  # fmt: skip
    adam, sgd = divergence.rates(table, ("adam", "sgd", "nobody"))
    assert (adam.diverged, adam.count, adam.low) == (0, 10, 0.0)
    assert adam.high == pytest.approx(0.2775, abs=1e-4)
    assert (sgd.low, sgd.high) == pytest.approx((0.2366, 0.7634), abs=1e-4)


def test_discordant_pairs_by_hand():
    lost = {"adam": [1.0, 1.0, NAN, NAN], "sgd": [1.0, NAN, 2.0, NAN, 1.0]}  # sgd's fifth seed has no partner
    rows = [(name, seed, 0, 0.1, 0.1, at) for name, own in lost.items() for seed, at in enumerate(own)]
    (found,) = divergence.discordant(replicas(*rows), "adam", ("sgd", "nobody"))
    assert (found.favourite_only, found.rival_only, found.both, found.count) == (1, 1, 1, 4)


def test_discordant_pairs_of_swept_values_are_pairs_of_their_own():
    """Shallow networks of sgd diverge, deep ones of adam: two pairs, not one in which both diverged."""
    lost = {("adam", "3"): NAN, ("adam", "5"): 1.0, ("sgd", "3"): 2.0, ("sgd", "5"): NAN}
    table = replicas(*[(name, 0, 0, 0.1, 0.1, at) for (name, _), at in lost.items()])
    (found,) = divergence.discordant(table.assign(swept=[depth for _, depth in lost]), "adam", ["sgd"])
    assert (found.favourite_only, found.rival_only, found.both, found.count) == (1, 1, 0, 2)
