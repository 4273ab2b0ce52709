"""What people say of records: kept, laid over, asked for again when it should be."""

import msgspec
import pytest
from dossiers import article, meeting, plain

from dragoman.errors import UsageError
from dragoman.records import Certainty, Event, with_revision
from dragoman.store import QueueFilter, ReviewFilter, Store
from dragoman.store.overlay import overlaid
from dragoman.store.worth import uncertainty, worth_of


@pytest.fixture
def store(place):
    ticks = iter(range(10_000))
    clock = lambda: "2024-06-01T12:%02d:%02dZ" % divmod(next(ticks), 60)  # noqa: E731, UP031
    with Store.open(place, create=True, clock=clock) as opened:
        opened.add(meeting())
        yield opened


def met_and_sale():
    return meeting().events


def as_seen(store, record):
    (seen,) = {record: store.standings([record]).get(record)}.values()
    found = store.get(record)
    return overlaid(found, seen, store.articles_of([found.article])[found.article])


# -- keeping --------------------------------------------------------------------------------------------------------


def test_a_review_says_who_when_what_why_and_on_which_revision(store):
    met, _ = met_and_sale()
    review = store.review(met.id[:9], "accept", "ada", why="as it stands")
    assert (review.record, review.revision, review.kind, review.article) == (
        met.id,
        met.revision,
        "event",
        met.article,
    )
    assert list(store.reviews()) == [review]
    (change,) = [one for one in store.changes() if one.kind == "review"]
    assert (change.id, change.change, change.article) == (review.id, "added", met.article)


@pytest.mark.parametrize(
    ("verdict", "correction", "said"),
    [
        ("praise", None, "cannot be reviewed with 'praise'"),
        ("add", {"type": "AID"}, "cannot be reviewed with 'add'"),
        ("correct", None, "must say what is right"),
        ("correct", {"colour": "red"}, "has no colour"),
        ("correct", {"type": "DANCE"}, "type cannot be DANCE"),
        ("correct", {"type": None}, "type cannot be nothing"),
        ("correct", {"mode": "waltz"}, "mode cannot be waltz"),
        ("correct", {"actors": "Norland"}, "actors cannot be Norland"),
        ("correct", {"when": "yesterday"}, "when cannot be yesterday"),
        ("correct", {"latitude": "north"}, "latitude cannot be north"),
        ("correct", {"passage": "5:99999"}, "has no passage 5:99999"),
        ("accept", {"type": "AID"}, "corrects nothing"),
    ],
)
def test_what_cannot_be_said_is_refused_and_not_kept(store, verdict, correction, said):
    with pytest.raises(UsageError, match=said):
        store.review(met_and_sale()[0].id, verdict, "ada", correction)
    assert list(store.reviews()) == []


def test_a_review_needs_a_name(store):
    with pytest.raises(UsageError, match="name of its reviewer"):
        store.review(met_and_sale()[0].id, "accept", "  ")


def test_reviews_are_asked_for(store):
    met, sale = met_and_sale()
    store.review(met.id, "accept", "ada")
    store.review(sale.id, "reject", "bo", drawn="sample")
    assert [one.reviewer for one in store.reviews(ReviewFilter(record=sale.id))] == ["bo"]
    assert [one.record for one in store.reviews(ReviewFilter(reviewer="ada"))] == [met.id]
    assert [one.record for one in store.reviews(ReviewFilter(drawn="sample"))] == [sale.id]
    assert len(list(store.reviews(ReviewFilter(article=met.article, kinds=("event",))))) == 2
    assert list(store.reviews(ReviewFilter(verdicts=("correct",)))) == []


# -- laying over ----------------------------------------------------------------------------------------------------


def test_a_correction_lies_over_the_record_and_the_record_stays(store):
    met, _ = met_and_sale()
    right = {
        "type": "AGREE",
        "mode": None,
        "actors": "NORGOV;WESGOV",
        "recipients": None,
        "certainty": "likely",
        "when": "2024-05",
        "country": "SUD",
        "contexts": "military;diplomatic",
        "auxiliary": "future",
        "passage": "4:20",
    }
    store.review(met.id, "correct", "ada", right, why="only agreed")
    seen = as_seen(store, met.id)
    assert (seen.id, seen.type, seen.mode, seen.quad, seen.intensity) == (met.id, "AGREE", None, 1, 2.5)
    assert [one.code for one in seen.actors] == ["NORGOV", "WESGOV"]
    assert seen.actors[0] == met.actors[0]
    assert (seen.recipients, seen.contexts, seen.auxiliary) == ((), ("military", "diplomatic"), "future")
    assert (seen.when.start, seen.when.end, seen.when.precision) == ("2024-05-01", "2024-05-31", "month")
    assert (seen.where.country, seen.where.name, seen.where.latitude) == ("SUD", "Port Lilly", 61.5)
    assert [span.quote for span in seen.spans] == ["president of Nor"]
    assert (seen.certainty.label, seen.certainty.value) == ("likely", 2.0)
    assert seen.made_by.rule == "corrected by ada"
    assert seen.made_by.reasons[0] == "only agreed"
    assert seen.revision != met.revision
    assert Event.from_json(seen.to_json()) == seen
    assert store.get(met.id) == met
    assert list(store.check()) == []


def test_what_is_accepted_is_as_it_was_and_what_is_rejected_is_gone(store):
    met, sale = met_and_sale()
    store.review(met.id, "accept", "ada")
    store.review(sale.id, "reject", "ada")
    assert as_seen(store, met.id) == met
    assert as_seen(store, sale.id) is None
    assert as_seen(store, meeting().claims[0].id) == meeting().claims[0]


def test_claims_and_findings_are_corrected_too(store):
    claim, finding = meeting().claims[1], meeting().findings[0]
    store.review(claim.id, "correct", "ada", {"speaker": "SUDGOV", "speaker_name": "Bo Sud", "cue": None})
    store.review(finding.id, "correct", "ada", {"verdict": "exempt", "date": "2024"})
    seen = as_seen(store, claim.id)
    assert (seen.speaker.code, seen.speaker.name, seen.cue) == ("SUDGOV", "Bo Sud", ())
    seen = as_seen(store, finding.id)
    assert (seen.verdict, seen.date, seen.provision) == ("exempt", "2024", finding.provision)


def test_a_place_can_be_taken_away_and_a_new_one_wants_a_point(store):
    met, sale = met_and_sale()
    store.review(met.id, "correct", "ada", {"where": None})
    assert as_seen(store, met.id).where is None
    with pytest.raises(UsageError, match="latitude and longitude"):
        store.review(sale.id, "correct", "ada", {"where": "Nowhere"})
    store.review(sale.id, "correct", "ada", {"where": "Sud City", "latitude": "0", "longitude": "-3.5"})
    assert (as_seen(store, sale.id).where.latitude, as_seen(store, sale.id).where.longitude) == (0.0, -3.5)


# -- surviving ------------------------------------------------------------------------------------------------------


def recoded(store, **changes):
    """The meeting again, by a coder that has changed its mind about the first event."""
    met, sale = met_and_sale()
    surer = with_revision(msgspec.structs.replace(met, **changes))
    store.add(msgspec.structs.replace(meeting(), events=(surer, sale)))
    return surer


def test_a_review_survives_a_re_coding_and_says_that_the_record_has_changed(store):
    met, _ = met_and_sale()
    store.review(met.id, "correct", "ada", {"type": "AGREE"})
    assert not store.standings()[met.id].stale
    store.add(meeting())
    assert not store.standings()[met.id].stale
    recoded(store, certainty=Certainty(value=2.0, label="likely"))
    standing = store.standings()[met.id]
    assert (standing.verdict, standing.stale) == ("corrected", True)
    assert (as_seen(store, met.id).type, as_seen(store, met.id).certainty.label) == ("AGREE", "likely")


def test_a_review_outlives_its_record_and_its_report(store):
    met, _ = met_and_sale()
    store.review(met.id, "accept", "ada")
    store.add(msgspec.structs.replace(meeting(), events=(), findings=()))
    assert store.standings()[met.id].stale
    assert store.waiting(QueueFilter(reviewer="ada", kinds=("event",))) == []
    store.add(meeting())
    assert not store.standings()[met.id].stale


def test_the_last_word_of_a_reviewer_counts_and_a_skip_takes_nothing_back(store):
    met, _ = met_and_sale()
    store.review(met.id, "accept", "ada")
    store.review(met.id, "reject", "ada")
    store.review(met.id, "skip", "ada")
    standing = store.standings()[met.id]
    assert (standing.verdict, [one.verdict for one in standing.reviews]) == ("rejected", ["reject"])


def test_two_reviewers_who_differ_make_a_dispute_and_the_last_word_is_in_force(store):
    met, _ = met_and_sale()
    store.review(met.id, "accept", "ada")
    store.review(met.id, "correct", "bo", {"type": "AGREE"})
    assert store.standings()[met.id].verdict == "disputed"
    assert as_seen(store, met.id).type == "AGREE"
    store.review(met.id, "correct", "ada", {"type": "AGREE"})
    assert store.standings()[met.id].verdict == "corrected"


# -- what was missed ------------------------------------------------------------------------------------------------


def test_an_event_that_was_missed_is_added_to_its_report(store):
    from dragoman.store.overlay import missed

    of = meeting().article
    start = of.text.index("We will stand")
    review = store.review(
        of.id, "add", "ada", {"type": "SUPPORT", "passage": f"{start}:{start + 28}", "actors": "NORGOV"}, why="a pledge"
    )
    added = missed(review, of)
    assert (added.type, added.spans[0].quote, [one.code for one in added.actors], added.quad) == (
        "SUPPORT",
        "We will stand by our friends",
        ["NORGOV"],
        1,
    )
    with pytest.raises(UsageError, match="wants its passage"):
        store.review(of.id, "add", "ada", {"type": "SUPPORT"})
    with pytest.raises(UsageError, match="cannot be reviewed with 'accept'"):
        store.review(of.id, "accept", "ada")


# -- the queue ------------------------------------------------------------------------------------------------------


def test_worth_is_how_unsure_the_coder_was_and_how_much_rests_on_it():
    of = {one.record: one for one in worth_of(meeting())}
    met, sale = met_and_sale()
    assert of[met.id].uncertainty == pytest.approx(1 - (0.91 - 0.06))
    assert of[sale.id].impact > of[met.id].impact
    hint, promise = meeting().claims
    assert of[hint.id].impact > of[promise.id].impact
    assert uncertainty(meeting().findings[0]) == 0.5


def test_the_queue_goes_by_priority_and_says_of_what_it_is_made(store):
    listed = store.waiting(QueueFilter(reviewer="ada"))
    assert len(listed) == store.count_waiting(QueueFilter(reviewer="ada")) == 5
    assert [one.priority for one in listed] == sorted((one.priority for one in listed), reverse=True)
    for one in listed:
        assert one.priority == pytest.approx((one.uncertainty + one.disagreement + one.impact) / 3)
        assert "impact" in one.why
    assert listed[0].record == meeting().findings[0].id


def ids(store, **asked):
    return [one.record for one in store.waiting(QueueFilter(kinds=("event",), **asked))]


def test_what_is_decided_leaves_the_queue_and_a_skip_leaves_it_for_the_skipper_only(store):
    met, sale = met_and_sale()
    assert set(ids(store, reviewer="ada")) == {met.id, sale.id}
    store.review(met.id, "accept", "ada")
    store.review(sale.id, "skip", "ada")
    assert ids(store, reviewer="ada") == []
    assert ids(store, reviewer="bo") == [sale.id]
    assert ids(store, reviewer="bo", second=True) == [met.id]
    assert ids(store, reviewer="ada", second=True) == []
    assert store.count_waiting(QueueFilter(reviewer="bo", kinds=("event",), second=True)) == 1


def test_what_the_coder_changed_its_mind_about_comes_again(store):
    met, sale = met_and_sale()
    store.review(met.id, "accept", "ada")
    store.review(sale.id, "accept", "ada")
    recoded(store, certainty=Certainty(value=2.0, label="likely"))
    (one,) = store.waiting(QueueFilter(reviewer="ada", kinds=("event",)))
    assert (one.record, one.disagreement) == (met.id, 0.5)
    store.review(met.id, "accept", "ada")
    assert ids(store, reviewer="ada") == []


def test_a_dispute_comes_again_to_all_but_who_spoke_last(store):
    met, _ = met_and_sale()
    store.review(met.id, "accept", "ada")
    store.review(met.id, "reject", "bo")
    (first, *_) = store.waiting(QueueFilter(reviewer="ada", kinds=("event",)))
    assert (first.record, first.disagreement) == (met.id, 1.0)
    assert met.id in ids(store, reviewer="cleo")
    assert met.id not in ids(store, reviewer="bo")


def test_the_sample_is_by_lot_and_the_same_for_all(store):
    for number in range(30):
        store.add(plain(number))
    first = ids(store, reviewer="ada", order="sample", limit=10)
    assert first == ids(store, reviewer="bo", order="sample", limit=10)
    assert first + ids(store, reviewer="bo", order="sample", limit=10, offset=10) == ids(
        store, reviewer="bo", order="sample", limit=20
    )
    assert first != ids(store, reviewer="ada", limit=10)


def test_the_queue_of_one_report(store):
    store.add(plain(1))
    assert {one.article for one in store.waiting(QueueFilter(reviewer="ada", article=plain(1).article.id))} == {
        plain(1).article.id
    }


@pytest.mark.parametrize(("asked", "said"), [({"order": "age"}, "no order"), ({"kinds": ("word",)}, "no records")])
def test_a_queue_that_is_none_is_refused(store, asked, said):
    with pytest.raises(UsageError, match=said):
        store.waiting(QueueFilter(reviewer="ada", **asked))


def test_an_older_store_gets_its_queue(tmp_path):
    with Store.open(tmp_path / "old.db", create=True) as store:
        store.add(meeting())
        with store.writing() as connection:
            connection.exec_driver_sql("DROP TABLE worth")
            connection.exec_driver_sql("DROP TABLE reviews")
            connection.exec_driver_sql("DELETE FROM schema_version WHERE version > 3")
    with Store.open(tmp_path / "old.db") as store:
        assert store.count_waiting(QueueFilter(reviewer="ada")) == 5
        assert store.review(met_and_sale()[0].id, "accept", "ada").verdict == "accept"


def test_a_report_of_another_address_is_no_part_of_it(store):
    store.add(meeting(article(url="https://news.example/other")))
    assert store.count_waiting(QueueFilter(reviewer="ada")) == 10
