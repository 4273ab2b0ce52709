"""Measures in words: what `dragoman evaluate` calls `placed.f1`."""

STAGES = {
    "extract": "text of web pages",
    "attribution": "who says what",
    "factuality": "how sure the text is",
    "events": "events",
    "geo": "places",
    "time": "times",
    "obligations": "obligations",
    "screening-pairs": "pairs of names",
    "screening-list": "names against a list",
    "screening-ranking": "which name is more alike",
    "stories": "stories",
    "tension": "tension before crises",
    "forecast-country": "deaths of a country, forecast",
    "forecast-pair": "escalation of a pair, forecast",
}

MEASURES = {
    "placed.f1": "found at the right word, F1",
    "type.f1": "type, F1",
    "quad.f1": "quad class, F1",
    "mode.f1": "mode, F1",
    "country.f1": "type and countries, F1",
    "full.f1": "type and whole parties, F1",
    "any.f1": "any event or none, F1",
    "f1": "words, F1",
    "precision": "words, precision",
    "recall": "words, recall",
    "attribution.f1": "speaker, cue and content, F1",
    "MAE": "mean error, of six steps",
    "r": "correlation",
    "macroF1": "mean F1 of the classes",
    "macro:acc161i": "within 161 km or the right id",
    "macro:exactid": "exact id",
    "macro:country": "country",
    "macro:F1": "found, F1",
    "macro:e2e_F1": "found and within 161 km, F1",
    "value.f1": "value, F1",
    "strict.f1": "exact words, F1",
    "provision.f1": "provision, F1",
    "instrument.f1": "instrument, F1",
    "verdict": "verdict, four ways",
    "verdict_coarse": "breach or none",
    "false_alarm": "false alarms",
    "AP": "average precision",
    "FPR": "false alarms",
    "hit@T": "found",
    "FPR@T": "false alarms",
    "R@1": "right entry first",
    "pass": "right way round",
    "bcubed_f1": "B³ F1",
    "auc": "area under the curve",
    "caught": "share of crises caught",
    "false_alarms": "false alarms a year and pair",
    "log_crps": "log CRPS",
    "brier_escalation": "Brier score of escalation",
    "cover_80": "held by the 80 % interval",
    "skill": "Brier skill over the usual rate",
}


def measure_named(name: str) -> str:
    """A measure in words; by its own name where it has none."""
    return MEASURES.get(name, name)


def stage_told(name: str) -> str:
    """What a stage finds, in words."""
    return STAGES.get(name, name)


def figure(value: float) -> str:
    """`0.783`, `10.95`: three digits that tell."""
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.2f}"
