"""Reading and grounding to events and claims, with how sure the text is and on whose word."""
