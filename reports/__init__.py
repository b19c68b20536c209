"""From recorded runs to verdicts: numbers (effects), decision (verdict), pictures (plots), page."""
