"""Every page answers, with its twins, and what it shows is what the store holds."""

import csv
import io

import msgspec
import pytest
from dossiers import meeting, plain

from dragoman.evaluation.published import Figure
from dragoman.records import Dossier
from dragoman.store.stories import Placed, write_placed
from dragoman.web.answers import Actor, Events, EventTold, FindingTold, Pair

DOSSIER = meeting()
MET, SALE = DOSSIER.events
ARTICLE = DOSSIER.article.id

PAGES = (
    "/",
    "/articles",
    "/events",
    "/claims",
    "/findings",
    "/listings",
    "/actors",
    "/about",
    f"/articles/{ARTICLE}",
    f"/events/{MET.id}",
    f"/claims/{DOSSIER.claims[0].id}",
    f"/findings/{DOSSIER.findings[0].id}",
    "/actors/NOR",
    "/pairs/NOR/SUD",
    "/timeline",
    "/map",
    "/tension",
    "/stories",
    "/alignment",
    "/efficacy",
    "/forecast",
    "/screening",
    "/review",
    f"/review/{MET.id}",
    "/changes",
)


def rows(answer):
    return list(csv.DictReader(io.StringIO(answer.text)))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_with_its_twins(asked, path):
    page = asked.get(path)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    twin = "/index" if path == "/" else path
    assert msgspec.json.decode(asked.get(f"{twin}.json").content) == msgspec.json.decode(
        asked.get(f"/api/v1{twin}").content
    )
    assert asked.get(f"{twin}.csv").headers["content-type"] == "text/csv; charset=utf-8"
    assert f'href="{twin}.json"' in page.text
    assert f'href="{twin}.csv"' in page.text


@pytest.mark.parametrize("path", PAGES)
def test_every_page_can_be_cited(asked, path):
    page = asked.get(path).text
    assert "@misc{dragoman-" in page
    assert "&#34;accessed&#34;" in page


def test_the_json_of_a_report_is_its_dossier(asked):
    assert Dossier.from_json(asked.get(f"/api/v1/articles/{ARTICLE}").content) == DOSSIER


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 4),
        ("type=CONSULT", 3),
        ("type=consult&type=aid", 4),
        ("actor=NOR&recipient=SUD", 4),
        ("party=Ada", 1),
        ("since=2024-05", 1),
        ("since=2024-05&undated=true", 4),
        ("certainty=possible", 1),
        ("auxiliary=none", 3),
        ("in=NOR", 1),
        ("quad=2", 1),
        ("search=rockets", 2),
        (f"article={ARTICLE}", 2),
    ],
)
def test_filters_in_the_address_are_those_of_the_store(asked, query, number):
    found = Events.from_json(asked.get(f"/api/v1/events?{query}").content)
    assert (found.total, len(found.data)) == (number, number)
    assert len(rows(asked.get(f"/events.csv?{query}"))) == number
    assert asked.get(f"/events?{query}").text.count('class="row event"') == number


def test_facets_count_what_choosing_them_would_give(asked):
    found = Events.from_json(asked.get("/api/v1/events?type=AID").content)
    assert {one.value: (one.count, one.chosen) for one in found.facets["type"]} == {
        "CONSULT": (3, False),
        "AID": (1, True),
    }
    assert {one.value: one.count for one in found.facets["quad"]} == {"2": 1}
    page = asked.get("/events?type=AID").text
    assert 'href="/events?type=AID&amp;type=CONSULT"' in page
    assert 'class="chosen" href="/events"' in page


def test_pages_follow_one_another_without_gap_or_repeat(asked):
    seen, cursor = [], ""
    while cursor is not None:
        found = Events.from_json(
            asked.get("/api/v1/events", params={"limit": 1, **({"cursor": cursor} if cursor else {})}).content
        )
        seen += [one.id for one in found.data]
        cursor = found.next
    assert len(seen) == len(set(seen)) == 4
    assert asked.get("/api/v1/events?limit=1").headers["link"].endswith('; rel="next"')


@pytest.mark.parametrize("cursor", ["x", "bm90aGluZw", "W10", "WyJvbGRlc3QiLDEsMiwzXQ", "WyJuZXdlc3QiLHt9LDEsMV0", "é"])
def test_a_cursor_of_anothers_making_is_refused(asked, cursor):
    answer = asked.get("/api/v1/events", params={"cursor": cursor})
    assert answer.status_code == 400
    assert answer.json()["hint"] == "start again from the first page, without cursor"


def test_empty_fields_of_a_form_leave_the_address(asked):
    answer = asked.get("/events?search=&type=AID&since=")
    assert (answer.status_code, answer.headers["location"]) == (303, "/events?type=AID")


def test_a_reader_who_has_the_page_is_not_sent_it_again(asked):
    tag = asked.get("/events").headers["etag"]
    again = asked.get("/events", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert asked.get("/events", headers={"if-none-match": '"other"'}).status_code == 200


def test_an_event_says_why_and_what_it_would_breach(asked):
    told = EventTold.from_json(asked.get(f"/api/v1/events/{SALE.id}").content)
    assert told.event == SALE
    assert told.claim == DOSSIER.claims[0]
    assert [one.id for one in told.findings] == [DOSSIER.findings[0].id]
    assert told.sentences == ("Envoys say Norland may sell rockets to Sudonia.",)
    assert "how it was decided" in [one.title for one in told.why]
    assert "the report itself" not in asked.get(f"/events/{SALE.id}").text


def test_a_finding_shows_evidence_for_and_against_vote_and_defeaters(asked):
    told = FindingTold.from_json(asked.get(f"/api/v1/findings/{DOSSIER.findings[0].id}").content)
    page = asked.get(f"/findings/{told.finding.id}").text
    for part in (
        "Norland voted for it",
        "does not hold",
        "Nothing in the report.",
        "paragraph number checked in the text",
    ):
        assert part in page, part


def test_an_actor_and_a_pair_are_counted_by_type_and_side(asked):
    actor = Actor.from_json(asked.get("/api/v1/actors/NOR").content)
    assert [(one.type, one.acting, one.acted_on) for one in actor.acts] == [("CONSULT", 3, 0), ("AID", 1, 0)]
    assert (actor.reports, actor.events, actor.claims, actor.findings) == (3, 4, 1, 1)
    pair = Pair.from_json(asked.get("/api/v1/pairs/SUD/NOR").content)
    assert [(one.type, one.acting, one.acted_on) for one in pair.acts] == [("CONSULT", 0, 3), ("AID", 0, 1)]


@pytest.mark.parametrize(
    "path",
    [
        "/articles/ar_000000000000",
        "/events/ev_000000000000",
        f"/events/{DOSSIER.claims[0].id}",
        "/actors/Nobody",
        "/nothing",
    ],
)
def test_what_is_not_there_is_said_to_people_and_programs(asked, path):
    assert asked.get(path).status_code == 404
    assert "To the first page" in asked.get(path).text
    problem = asked.get(f"/api/v1{path}")
    assert problem.headers["content-type"] == "application/problem+json"
    assert (problem.json()["status"], problem.json()["title"]) == (404, "Not Found")


@pytest.mark.parametrize(
    ("query", "status"),
    [("since=2024-13", 400), ("since=now", 422), ("quad=9", 422), ("limit=0", 422), ("sort=best", 422)],
)
def test_what_cannot_be_asked_is_refused_with_what_to_do(asked, query, status):
    problem = asked.get(f"/api/v1/events?{query}")
    assert problem.status_code == status
    assert problem.json()["hint"]
    assert asked.get(f"/events?{query}").status_code == status


def test_the_text_is_marked_in_layers_beside_its_records(asked):
    page = asked.get(f"/articles/{ARTICLE}").text
    assert f'class="event trigger" data-records="{MET.id}">met</span>' in page
    assert f'id="{MET.id}"' in page
    assert "<summary>why</summary>" in page
    assert page.index(f'id="{MET.id}"') < page.index(f'id="{SALE.id}"')


def test_an_empty_store_asks_for_the_first_report(store, site):
    page = site(store).get("/").text
    assert "Nothing has been read yet" in page
    assert 'name="text"' in page
    assert 'name="url"' in page


def test_about_tells_sources_coverage_gaps_and_what_was_left_out(asked):
    told = asked.get("/api/v1/about").json()
    assert told["counts"]["articles"] == 3
    assert {one["value"]: one["count"] for one in told["publishers"]} == {"The Example": 3}
    assert told["gaps"]["events without a day"] == 3
    assert told["left_out"] == [{"stage": "reading", "reason": "a sentence of 900 words was cut", "count": 1}]
    assert told["undated"] == 1


def test_about_tells_how_well_it_reads_and_what_people_found(filled, site, monkeypatch):
    figure = Figure(
        stage="time",
        set="diary",
        rows=12,
        measure="value.f1",
        value=0.789,
        better="higher",
        weights="w1",
        day="2024-01-01",
    )
    monkeypatch.setattr("dragoman.web.pages.overview.published", lambda: (figure,))
    client = site(filled)
    assert client.get("/api/v1/about").json()["reviewed"] == []
    filled.review(MET.id, "accept", "ada", drawn="sample")
    filled.review(SALE.id, "reject", "ada")
    told = client.get("/api/v1/about").json()
    assert told["measured"] == [figure.to_dict()]
    assert [(one["kind"], one["drawn"], one["right"]) for one in told["reviewed"]] == [
        ("event", "sample", 1.0),
        ("event", "any", 0.5),
    ]
    page = client.get("/about").text
    for part in ("0.789", "diary", "value, F1", "w1", "by lot", "50%", "This server reads with other weights"):
        assert part in page, part
    lines = {(one["part"], one["name"]): one["value"] for one in rows(client.get("/about.csv"))}
    assert lines["score of weights w1", "time diary value.f1"] == "0.789"
    assert lines["records", "events"] == "4"


def test_the_timeline_tells_shares_and_not_counts(asked):
    months = {one["period"]: one for one in asked.get("/api/v1/timeline?type=AID&by=month").json()["periods"]}
    assert (months["2024-05"]["reports"], months["2024-05"]["all_reports"], months["2024-05"]["share"]) == (1, 1, 1.0)
    assert (months["2024-03"]["share"], months["2024-04"]["share"]) == (0.0, None)


def test_the_timeline_takes_periods_long_enough_for_a_share(asked):
    told = asked.get("/api/v1/timeline").json()
    assert (told["by"], [one["period"] for one in told["periods"]]) == ("year", ["2024"])
    told = asked.get("/api/v1/timeline?by=quarter&type=AID").json()
    assert [(one["period"], one["start"], one["share"]) for one in told["periods"]] == [
        ("2024-Q1", "2024-03-01", 0.0),
        ("2024-Q2", "2024-04-01", 1.0),
    ]
    assert asked.get("/api/v1/timeline?by=hour").status_code == 422


def test_the_map_tells_how_far_a_point_may_be_off_and_counts_what_has_no_place(asked):
    told = asked.get("/api/v1/map").json()
    assert [(one["name"], one["precision_km"], one["events"]) for one in told["places"]] == [("Port Lilly", 5.0, 1)]
    assert told["unlocated"] == 3
    assert asked.get("/map.svg").headers["content-type"] == "image/svg+xml"
    assert asked.get("/map.png").content[1:4] == b"PNG"
    assert 'src="/map.svg"' in asked.get("/map").text


def test_a_review_by_form_is_kept_and_shown(filled, site):
    client = site(filled)
    page = client.get(f"/review/{SALE.id}?reviewer=ada").text
    token = page.split('name="token" value="')[1].split('"')[0]
    sent = {
        "token": token,
        "reviewer": "ada",
        "verdict": "correct",
        "to_type": "COOPERATE",
        "none": "auxiliary",
        "why": "told as done",
    }
    answer = client.post(f"/review/{SALE.id}", data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, "/review?reviewer=ada")
    told = client.get(f"/api/v1/review/{SALE.id}").json()
    assert told["standing"]["verdict"] == "corrected"
    assert (told["made"]["type"], told["seen"]["type"], told["seen"]["auxiliary"]) == ("AID", "COOPERATE", None)
    assert SALE.id not in [one["record"] for one in client.get("/api/v1/review?reviewer=ada").json()["data"]]
    assert "told as done" in client.get(f"/review/{SALE.id}").text
    assert client.post(f"/review/{SALE.id}", data={**sent, "to_type": "DANCE"}).status_code == 400
    assert client.post(f"/review/{SALE.id}", data={**sent, "verdict": ""}).status_code == 400


def test_following_along_gives_each_change_once(asked):
    first = asked.get("/api/v1/changes?limit=6").json()
    second = asked.get("/api/v1/changes", params={"cursor": first["next"]}).json()
    numbers = [one["number"] for one in (*first["data"], *second["data"])]
    assert numbers == sorted(set(numbers))
    after = asked.get("/api/v1/changes", params={"cursor": second["next"]}).json()
    assert (after["data"], after["next"]) == ([], second["next"])
    feed = asked.get("/changes.atom")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert feed.text.count("<entry>") == len(numbers)


def test_a_story_shows_its_reports_and_is_found_from_them(asked):
    (story,) = asked.get(f"/api/v1/stories?article={ARTICLE}").json()["data"]
    assert ARTICLE in story["articles"]
    assert "Leaders meet" in asked.get(f"/stories/{story['id']}").text
    assert asked.get("/stories?least=999").text.count('class="row"') == 0
    assert asked.get("/stories/st_000000000000").status_code == 404


def test_stories_follow_one_another_without_gap_or_repeat_while_reports_are_added(store, site, monkeypatch):
    def placed(number, day):
        dossier = plain(number, day)
        store.add(dossier)
        with store.writing() as connection:
            story = f"st_{number:012x}"
            write_placed(
                connection, [Placed(article=dossier.article.id, place=number, story=story, words="", terms={})]
            )
        return story

    monkeypatch.setattr("dragoman.web.pages.stories.PAGE", 2)
    known = [
        placed(number, day) for number, day in ((1, "2024-05"), (2, None), (3, "2024-03"), (4, "2024-03"), (5, None))
    ]
    client, seen, cursor = site(store), [], ""
    while cursor is not None:
        told = client.get("/api/v1/stories", params={"cursor": cursor}).json()
        seen += [one["id"] for one in told["data"]]
        cursor = told["next"]
        if len(seen) == 2:
            placed(6, "2025-01")
    assert sorted(seen) == sorted(known)
    assert seen[:3] == [known[0], known[2], known[3]]
    assert client.get("/api/v1/stories").json()["total"] == 6
    for wrong in ("50", "x", "WyJzdG9yaWVzIiwxLDIsM10"):
        assert client.get("/api/v1/stories", params={"cursor": wrong}).status_code == 400


def test_a_number_from_memory_says_so_wherever_the_provision_is_named(store, site):
    unseen = msgspec.structs.replace(DOSSIER.findings[0], verified="memory")
    store.add(msgspec.structs.replace(DOSSIER, findings=(unseen,)))
    client = site(store)
    for path in ("/", "/findings", f"/findings/{unseen.id}", f"/articles/{ARTICLE}"):
        assert "(number from memory)" in client.get(path).text, path


def test_a_value_that_is_asked_for_stands_first_in_its_facet(asked):
    page = asked.get("/events?type=AID").text
    assert page.index('class="chosen"') < page.index('href="/events?type=AID&amp;type=CONSULT"')


def test_sanctions_are_told_in_periods_long_enough_and_without_empty_ones(asked):
    regime = asked.get("/efficacy.json").json()["regimes"][0]
    assert asked.get(f"/efficacy.json?regime={regime}").json()["by"] == "year"
    page = asked.get(f"/efficacy?regime={regime}&by=month").text
    assert ("<td>2024-03</td>" in page, "<td>2024-04</td>" in page) == (True, False)


def test_a_list_of_names_stands_under_screening(asked):
    assert '<a href="/screening" aria-current="page">' in asked.get("/listings").text
