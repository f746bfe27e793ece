"""Types of works in other vocabularies: info:eu-repo semantics (OpenAIRE) and the DCMI Type Vocabulary."""

from __future__ import annotations

_SEMANTICS = "info:eu-repo/semantics/"

EU_REPO = {
    "report": _SEMANTICS + "report",
    "book": _SEMANTICS + "book",
    "chapter": _SEMANTICS + "bookPart",
    "article": _SEMANTICS + "article",
    "proceedings": _SEMANTICS + "conferenceObject",
    "other": _SEMANTICS + "other",
}
"""A thesis has none: info:eu-repo knows only the degree (bachelorThesis ...), which the type does not say."""

DCMI = {
    "report": "Text", "book": "Text", "chapter": "Text", "article": "Text", "proceedings": "Text", "thesis": "Text",
    "post": "Text", "issue": "Text", "journal": "Collection", "series": "Collection", "dataset": "Dataset",
}  # fmt: skip
