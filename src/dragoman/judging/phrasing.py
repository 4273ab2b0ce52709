"""Small questions about words and acts that the finder of acts and the matcher share."""

SELF = frozenset(("launch", "test_nuclear", "develop", "stockpile", "enrich"))  # what the target does by itself


def has_word(text: str, phrase: str) -> bool:
    """Whether a phrase stands in a lower-case text as whole words."""
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        if (at == 0 or not text[at - 1].isalnum()) and (end == len(text) or not text[end].isalnum()):
            return True
        at = text.find(phrase, at + 1)
    return False
