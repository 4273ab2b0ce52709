"""Article to Reading: words, sentences, structure, names, speech and factuality, in one pass of the model."""
