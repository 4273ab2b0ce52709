"""Reports to stories, one at a time, in memory that does not grow: only the last WINDOW reports are kept.

A story is the sum of its reports' word vectors. A report joins the story it is nearest to (cosine to the centroid) if it is

- near: the cosine is at least NEAR; and
- at home: its mean likeness to the story's reports is at least AT_HOME of the likeness that these have to each other. Long reports
  share more words than short ones, whatever they tell, and so do the reports of one story with each other: measured against itself,
  one setting serves titles and long reads alike.

What was decided too soon is put right: a story whose reports prove to be of two happenings is divided, and two stories that prove to be
of one are joined, by the same measure. The older part keeps its id.

Likeness fades with the days between a report and the story, as in Miranda et al. (2018), who fitted FADE_DAYS on news streams of nine
languages. A report without a day, or a story of such, does not fade. The id of a story is made from its first report.
"""

import math
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from dragoman.records import anchored_id
from dragoman.records.base import Record
from dragoman.store.days import day_range

from .dividing import LEAST_PART, two_parts
from .terms import Shares, Terms, terms_of, words_of

WINDOW = (
    20_000  # reports: a week or more of a large newsroom; a story goes on as long as one of its reports is among them
)
NEAR = 0.12  # least cosine to a story, for those whose reports do not tell yet how alike they are
AT_HOME = 0.4  # of the story's own likeness
DIVIDED = 0.5  # two parts less alike than this, against each in itself, are two stories
JOINED = 0.6  # two stories more alike than this are one; the gap to DIVIDED keeps them from going to and fro
LOOKED_AT = (
    64  # latest reports of a story that are looked at for two parts; older ones go with the part they are nearer to
)
FIRST_LOOK = 2 * LEAST_PART  # reports; then each time a story has grown by GROWTH
GROWTH = 1.25
FADE_DAYS = 3.0
USUAL = 0.2  # likeness of two reports of a story, before the story has reports to tell by; weighs as much as USUAL_PAIRS pairs
USUAL_PAIRS = 3
CANDIDATES = 8  # stories that are looked at closely
COMMON = (
    100  # stories; a word in more of them finds none: it tells little, and looking through them takes most of the time
)


class Report(NamedTuple):
    """What grouping knows of a report: its id, all its words, the heaviest with their weights, and its day as a number (None: not known)."""

    article: str
    words: tuple[str, ...]
    terms: Terms
    day: int | None


class Grouped(Record, frozen=True, kw_only=True):
    """The story of a report and why: the cosine to it, its mean likeness as a part of the story's own, and what came second.

    Both are None for the first report of a story; `runner_up` is the next nearest story, also where none was near enough. `moved` are earlier
    reports that now belong to another story, with its id.
    """

    article: str
    story: str
    cosine: float | None = None
    at_home: float | None = None
    runner_up: str | None = None
    runner_up_cosine: float | None = None
    moved: tuple[tuple[str, str], ...] = ()


class _Story:
    """The sum of the vectors of a story's recent reports, the square of its length, and the days of its reports."""

    __slots__ = ("days", "holding", "members", "square", "weights")

    def __init__(self) -> None:
        self.members: dict[str, Report] = {}
        self.weights: defaultdict[str, float] = defaultdict(float)
        self.holding: Counter[str] = Counter()
        self.square = 0.0
        self.days: Counter[int] = Counter()

    def add(self, report: Report, sign: int) -> None:
        """Puts a report in (1) or takes it out (-1)."""
        if sign > 0:
            self.members[report.article] = report
        else:
            del self.members[report.article]
        for word, weight in report.terms.items():
            before = self.weights[word]
            self.weights[word] = before + sign * weight
            self.square += self.weights[word] ** 2 - before**2
            self.holding[word] += sign
            if not self.holding[word]:
                self.square -= self.weights.pop(word) ** 2
                del self.holding[word]
        if report.day is not None:
            self.days[report.day] += sign
            if not self.days[report.day]:
                del self.days[report.day]

    @property
    def reports(self) -> int:
        """How many of its reports are recent."""
        return len(self.members)

    def own_likeness(self) -> float:
        """The mean likeness of two of its reports, with the usual one as prior."""
        pairs = self.reports * (self.reports - 1) / 2
        return ((self.square - self.reports) / 2 + USUAL * USUAL_PAIRS) / (pairs + USUAL_PAIRS)


def fading(days: Iterable[int], others: Iterable[int]) -> float:
    """What the least distance between two sets of days leaves of a likeness, 0..1; all of it where either is empty."""
    away = min((abs(day - other) for day in days for other in others), default=0)
    return math.exp(-(away**2) / (2 * FADE_DAYS**2))


def _days(reports: Iterable[Report]) -> set[int]:
    return {report.day for report in reports if report.day is not None}


class Grouper:
    """Groups reports as they come. The same reports in the same order give the same stories, however often it is stopped and resumed."""

    def __init__(self, window: int = WINDOW) -> None:
        self.window = window
        self.recent: deque[str] = deque()
        self.story: dict[str, str] = {}
        self.stories: dict[str, _Story] = {}
        self.shares = Shares()
        self.with_word: defaultdict[str, set[str]] = defaultdict(set)

    def weigh(self, article: str, text: str, day: int | None) -> Report:
        """A report as it is compared with those that came before."""
        counts = Counter(words_of(text))
        return Report(article, tuple(counts), terms_of(counts, self.shares), day)

    def group(self, report: Report) -> Grouped:
        """The story of the next report, which is remembered in it; and what it puts right."""
        grouped = self.story_of(report)
        self.remember(grouped.story, report)
        moved = self._divide(grouped.story) or self._join(grouped)
        return msgspec.structs.replace(grouped, story=self.story[report.article], moved=moved)

    def remember(self, story: str, report: Report) -> None:
        """Puts a report into its story and forgets the oldest one beyond the window."""
        self._put(story, report)
        self.shares.add(report.words)
        self.recent.append(report.article)
        if len(self.recent) > self.window:
            oldest = self._take(self.recent.popleft())
            self.shares.drop(oldest.words)

    def _put(self, story: str, report: Report) -> None:
        known = self.stories.get(story) or self.stories.setdefault(story, _Story())
        known.add(report, 1)
        self.story[report.article] = story
        for word in report.terms:
            self.with_word[word].add(story)

    def _take(self, article: str) -> Report:
        story = self.story.pop(article)
        known = self.stories[story]
        report = known.members[article]
        known.add(report, -1)
        self._forget_words(story, known, report.terms)
        if not known.reports:
            del self.stories[story]
        return report

    def _move(self, articles: Sequence[str], story: str) -> tuple[tuple[str, str], ...]:
        for article in articles:
            self._put(story, self._take(article))
        return tuple((article, story) for article in articles)

    def _divide(self, story: str) -> tuple[tuple[str, str], ...]:
        """Moves the later part of a story that is of two happenings into a story of its own."""
        members = self.stories[story].members
        if len(members) < FIRST_LOOK or not _is_due(len(members)):
            return ()
        looked_at = list(members.values())[-LOOKED_AT:]
        parts = two_parts([report.terms for report in looked_at])
        if parts is None:
            return ()
        first, second = (
            [one for one, later in zip(looked_at, parts.second, strict=True) if later == of] for of in (False, True)
        )
        if parts.alike * fading(_days(first), _days(second)) >= DIVIDED:
            return ()
        return self._move([one.article for one in second], anchored_id("st", second[0].article))

    def _join(self, grouped: Grouped) -> tuple[tuple[str, str], ...]:
        """Moves the reports of the younger of two stories into the older, where they prove to be of one happening."""
        one, other = self.stories[grouped.story], self.stories.get(grouped.runner_up or "")
        if other is None or grouped.cosine is None or other.reports < LEAST_PART or not _is_due(one.reports):
            return ()
        common = sum(weight * other.weights[word] for word, weight in one.weights.items() if word in other.holding)
        alike = common / (one.reports * other.reports) / math.sqrt(one.own_likeness() * other.own_likeness())
        if alike * fading(one.days, other.days) < JOINED:
            return ()
        stories = sorted((grouped.story, grouped.runner_up or ""), key=self._first_place)
        return self._move(list(self.stories[stories[1]].members), stories[0])

    def _first_place(self, story: str) -> int:
        return self.recent.index(next(iter(self.stories[story].members)))

    def _forget_words(self, story: str, known: _Story, words: Iterable[str]) -> None:
        for word in words:
            if word not in known.holding:
                self.with_word[word].discard(story)
                if not self.with_word[word]:
                    del self.with_word[word]

    def story_of(self, report: Report) -> Grouped:
        """The story that a report belongs to: one that is there, or a new one."""
        scored = sorted((self._scored(report, story) for story in self._candidates(report.terms)), reverse=True)
        fitting = [one for one in scored if one[0] >= NEAR and one[1] >= AT_HOME]
        nearest = fitting[:1] or scored[:1]
        others = [one for one in scored if one not in nearest]
        cosine, home, story = nearest[0] if nearest else (None, None, None)
        second = others[0] if others else (None, None, None)
        if fitting:
            return Grouped(
                article=report.article, story=fitting[0][2], cosine=cosine, at_home=home,
                runner_up=second[2], runner_up_cosine=second[0],
            )  # fmt: skip
        own = anchored_id("st", report.article)
        return Grouped(article=report.article, story=own, runner_up=story, runner_up_cosine=cosine)

    def _candidates(self, terms: Terms) -> list[str]:
        """The stories that share most weight with a report, in no more than CANDIDATES."""
        found: defaultdict[str, float] = defaultdict(float)
        for word, weight in terms.items():
            stories = self.with_word.get(word, ())
            if len(stories) <= COMMON:
                for story in stories:
                    known = self.stories[story]
                    found[story] += weight * known.weights[word] / math.sqrt(max(known.square, 1e-9))
        return sorted(found, key=lambda story: (-found[story], story))[:CANDIDATES]

    def _scored(self, report: Report, story: str) -> tuple[float, float, str]:
        """Cosine and likeness as a part of the story's own, both faded."""
        known = self.stories[story]
        common = sum(weight * known.weights[word] for word, weight in report.terms.items() if word in known.holding)
        common *= fading(_days([report]), known.days)
        cosine = common / math.sqrt(max(known.square, 1e-9))
        return cosine, common / known.reports / known.own_likeness(), story


def known_day(published: str | None) -> int | None:
    """The number of the day that a date of publication tells; None for a month, a year, or nothing."""
    first, last = day_range(published)
    return date.fromisoformat(first).toordinal() if first and first == last else None


def _is_due(reports: int) -> bool:
    """Whether a story of so many reports is looked at again: while it is small each time it grows, later each time by GROWTH."""

    def looks(count: int) -> int:
        return math.floor(math.log(count / FIRST_LOOK, GROWTH) + 1e-9)

    return LEAST_PART <= reports <= FIRST_LOOK or (reports > FIRST_LOOK and looks(reports) > looks(reports - 1))
