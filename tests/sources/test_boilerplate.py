"""What stands around a story in plain text: forms, buttons, lists of other stories."""

import pytest

from dragoman.sources.boilerplate import fold, groups, without_boilerplate

STORY = (
    "The two ministers met in Vienna on Tuesday and agreed to send observers to the border within ten days.\n\n"
    "Both sides called the talks useful, and a second round is planned for the autumn in Geneva or Oslo."
)


@pytest.mark.parametrize(
    "tail",
    [
        "Leave a Reply\n\nYour email address will not be published. Required fields are marked *",
        "Leave a Reply\n\nYour email address will not be published. Required fields are marked *\n\nComment *\n\nName *\n\nEmail *\n\nWebsite\n\nPost Comment",
        "LEAVE A COMMENT\nCancel reply\nSave my name, email, and website in this browser for the next time I comment.",
        "3 Comments\n\nComments are closed.",
        "Related Stories\n\nA first headline\n\nAnother headline",
        "You May Also Like\nA first headline of another story that was written today",
        "Share this:\n\nTweet\n\nLike Loading...",
        "All rights reserved.",
        "(Reporting by Jane Roe; Editing by John Doe)",
        "Reporting by Jane Roe in Vienna and John Doe in Oslo; editing by Max Moe",
        "Jane Roe contributed to this report.",
        "Advertisement",
    ],
)
def test_what_follows_the_story_is_cut(tail):
    assert without_boilerplate(f"{STORY}\n\n{tail}").startswith(STORY)
    assert len(without_boilerplate(f"{STORY}\n\n{tail}")) <= len(STORY) + len("\n\n3 Comments")


@pytest.mark.parametrize(
    "line",
    [
        "The ministry left a reply on Monday, which said that the talks had been useful for both of the sides.",
        "Reporting by the agency shows that the observers will be sent to the border within the next ten days.",
        "The author is expected to plead guilty on Monday, the court in Vienna said after a hearing of one hour.",
        "Donations for the displaced have risen since the talks, the office of the United Nations said on Friday.",
        "Related talks between the two armies failed in the spring, and no date was set for another round of them.",
        "Photo: that was what the minister said when he was asked what he had brought back with him from Vienna.",
        "Read more widely, the agreement binds both of the sides to let the observers pass at any time of the day.",
    ],
)
def test_prose_that_begins_with_such_words_stays(line):
    text = f"{STORY}\n\n{line}\n\n{STORY}"
    assert without_boilerplate(text) == text


def test_a_line_between_paragraphs_goes_and_the_story_after_it_stays():
    assert without_boilerplate(f"{STORY}\n\nAdvertisement\n\nRelated\n\n{STORY}") == f"{STORY}\n\nRelated\n\n{STORY}"


def test_a_form_at_the_top_does_not_swallow_the_story():
    assert STORY in without_boilerplate(f"Leave a comment\n\n{STORY}")


def test_case_dots_and_quotation_marks_do_not_matter():
    assert fold("  “LIKE LOADING…” ") == fold("like loading...")


@pytest.mark.parametrize("where", ["end", "tail", "line", "page"])
def test_every_group_says_where_its_phrases_come_from(where):
    assert groups(where)
    for group in groups(where):
        assert group.source
        assert group.how in ("is", "begins", "ends", "has")
        assert len(set(group.phrases)) == len(group.phrases)
