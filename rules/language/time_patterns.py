"""How times are written: a name for each way, and its pattern, the longer ways before those that they hold.

What the groups of a pattern mean is read in :mod:`rules.language.periods`.
"""

from __future__ import annotations

from rules.language.wording import Wording

_YEAR = r"(?:19|20)\d{2}"
_DAY = r"(?:{{day}}\s+)?(?P<{0}d>\d{{1,2}})\s?[/.-]\s?(?P<{0}m>\d{{1,2}})(?:\s?[/.-]\s?(?P<{0}y>(?:19|20)\d{{2}}))?"
_SOME = r"0?[2-9]|1[0-2]|{two}|{three}|{four}|{five}|{six}|{seven}|{eight}|{nine}|{eleven}|{twelve}|{ten}"

TIME_PATTERNS = (
    ("days", Wording(r"(?:{from}\s+)?" + _DAY.format("a") + r"\s*(?:{until}|-|–)\s*" + _DAY.format("b"))),
    (
        "month_span",
        Wording(
            rf"{{from}}\s+{{months}}\s+(?P<am>\d{{1,2}})(?:\s*(?:/|{{year}})\s*(?P<ay>{_YEAR}))?\s+{{until}}\s+"
            rf"{{months}}\s+(?P<bm>\d{{1,2}})(?:\s*(?:/|-|,?\s*{{year}})\s*(?P<by>{_YEAR}))?"
        ),
    ),
    (
        "until_part",
        Wording(
            rf"{{from}}\s+(?:{{year}}\s+(?P<ay>{_YEAR})|{{months}}\s+(?P<am>\d{{1,2}})\s*(?:/|,?\s*{{year}}\s+)(?P<ay2>{_YEAR}))\s+"
            rf"{{until}}\s+(?:{{quarter}}\s+(?P<bq>IV|I{{1,3}}|[1-4])|{{months}}\s+(?P<bm>\d{{1,2}})|"
            rf"(?:{{day}}\s+)?(?P<bd>\d{{1,2}})\s?[/.-]\s?(?P<bdm>\d{{1,2}}))\s*(?:/|-|,?\s*{{year}}\s+)\s*(?P<by>{_YEAR})"
        ),
    ),
    (
        "until_month",
        Wording(
            rf"{{from}}\s+(?:{{day}}\s+)?(?P<ad>\d{{1,2}})\s?[/.-]\s?(?P<am>\d{{1,2}})(?:\s?[/.-]\s?(?P<ay>{_YEAR}))?\s+"
            rf"{{until}}\s+{{months}}\s+(?P<bm>\d{{1,2}})\s*(?:/|-|,?\s*{{year}}\s+)\s*(?P<by>{_YEAR})"
        ),
    ),
    ("since_start", Wording(rf"{{from}}\s+{{beginning}}\s+{{year}}(?:\s+(?P<y>{_YEAR}))?\s+{{up_to_now}}")),
    (
        "start_until_day",
        Wording(
            rf"{{from}}\s+{{beginning}}\s+{{year}}(?:\s+(?P<ay>{_YEAR}))?\s+{{until}}\s+"
            rf"(?:{{day}}\s+)?(?P<d>\d{{1,2}})\s?[/.-]\s?(?P<m>\d{{1,2}})(?!\d)(?:\s?[/.-]\s?(?P<y>{_YEAR}))?"
        ),
    ),
    (
        "start_until",
        Wording(
            rf"{{from}}\s+{{beginning}}\s+{{year}}(?:\s+(?P<ay>{_YEAR}))?\s+{{until}}\s+"
            rf"{{months}}\s+(?P<m>\d{{1,2}})(?:\s*(?:/|-|,?\s*{{year}}\s+)\s*(?P<y>{_YEAR}))?"
        ),
    ),
    (
        "since_day",
        Wording(
            rf"{{from}}\s+(?:{{day}}\s+)?(?P<d>\d{{1,2}})\s?[/.-]\s?(?P<m>\d{{1,2}})\s?[/.-]\s?(?P<y>{_YEAR})\s+"
            r"{up_to_now}"
        ),
    ),
    (
        "since_month",
        Wording(
            rf"{{from}}\s+{{months}}\s+(?P<m>\d{{1,2}})\s*(?:/|-|,?\s*{{year}}\s+)\s*(?P<y>{_YEAR})\s+{{up_to_now}}"
        ),
    ),
    ("since", Wording(rf"{{from}}\s+(?:{{beginning}}\s+)?{{year}}\s+(?P<y>{_YEAR})\s+{{up_to_now}}")),
    (
        "years",
        Wording(
            rf"(?:{{span_names}}|\d\s+{{year}}|{{year}}\s+{{school}})\s*\(?\s*(?P<a>{_YEAR})\s*"
            rf"(?:-|–|{{reaching}}(?:\s+{{year}})?)\s*(?P<b>{_YEAR})"
        ),
    ),
    (
        "year_before",
        Wording(
            rf"{{same_time}}\s+(?:{{year_gone}}|(?:{{year}}\s+)?(?P<y>{_YEAR})(?!\s*[-–/]\s*\d))|{{same_period}}"
            r"|\b{year_gone}(?=\s*(?:[:(]|\d|{says_how_many}\b))"
        ),
    ),
    ("half", Wording(rf"(?:0?6|{{six}})\s+{{months}}\s+(?P<which>{{halves}})(?:\s+{{year}})?(?:\s+(?P<y>{_YEAR}))?")),
    ("half_name", Wording(rf"{{half}}\s+(?P<which>{{halves}})\s+{{year}}(?:\s+(?P<y>{_YEAR}))?")),
    ("last_months", Wording(rf"(?P<n>{_SOME})\s+{{months}}\s+{{last_days}}\s+{{year}}(?:\s+(?P<y>{_YEAR}))?")),
    (
        "months",
        Wording(
            rf"(?P<n>{_SOME})(?:\s+{{months}}|\s?T(?=\s?[/-]?\s?20\d\d))"
            rf"(?:(?:\s+{{beginning}})?\s+{{year}}(?:\s+(?P<y>{_YEAR}))?|\s*[/-]\s*(?P<oy>{_YEAR})|"
            rf"\s+(?P<by_itself>{_YEAR})(?=\s*(?:$|[,;:()|\n])))"
        ),
    ),
    ("accrued", Wording(rf"{{accrued}}\s+(?:{{reckoned}}\s+)?(?P<n>{_SOME})\s+{{months}}(?!\s+{{beginning}})")),
    ("quarter", Wording(rf"{{quarter}}\s+(?P<q>IV|I{{1,3}}|[1-4])(?:\s*(?:/|,?\s*{{year}}|-)\s*(?P<y>{_YEAR}))?\b")),
    (
        "long_day",
        Wording(rf"{{day}}\s+(?P<ld>\d{{1,2}})\s+{{months}}\s+(?P<lm>\d{{1,2}})(?:\s+{{year}}\s+(?P<ly>{_YEAR}))?"),
    ),
    (
        "day",
        Wording(rf"{{day}}\s+(?P<d>\d{{1,2}})\s?[/.-]\s?(?P<m>\d{{1,2}})(?:\s?[/.-]\s?(?P<y>{_YEAR}))?"),
    ),
    ("bare_day", Wording(rf"(?<![\d/.,-])(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})/(?P<y>{_YEAR})")),
    ("month", Wording(rf"{{months}}\s+(?P<m>\d{{1,2}})\s*(?:/|-|\.|,?\s*{{year}}\s+)\s*(?P<y>{_YEAR})")),
    ("month_only", Wording(r"{months}\s+(?P<m>\d{1,2})(?!\s*[/\d]|[.,]\d)")),
    ("bare_month", Wording(rf"(?<![\d/.,-])(?P<m>0?[1-9]|1[0-2])/(?P<y>{_YEAR})(?![/-]\w)")),
    ("whole_year", Wording(rf"{{whole_year}}(?:\s+(?P<y>{_YEAR}))?")),
    ("year_end", Wording(rf"(?P<which>{{last_days}})\s+{{year}}\s+(?P<y>{_YEAR})")),
    ("year", Wording(rf"{{year}}\s+(?:{{school}}\s+)?(?P<y>{_YEAR})(?!\s*[-–]\s*\d)")),
    ("index_year", Wording(rf"\b(?:DTI|PAPI|PCI|SIPAS|PAR\s?INDEX|PAR-INDEX)\s+(?P<y>{_YEAR})")),
    (
        "own_months",
        Wording(
            rf"(?<![\d./,-])(?P<n>{_SOME})\s+{{months}}(?!\s*/)(?!\s+(?:{{not_first_months}}|{{beginning}}|{{lasting}})\b)"
        ),
    ),
    (
        "own",
        Wording(r"{in_the_own}\s+(?P<part>{months}|{quarter}|{year}|{own_term})(?=\s*[,;:)]|\s+{of_now}\b)"),
    ),
    (
        "now",
        Wording(
            r"(?:{reckoned}\s+)?{reaching}\s+(?:{moment}\s+)?{this_time}|{at_present}|{this_year}"
            r"|(?:^|(?<=[.;] )){opens_now}\b(?!\s+{modernises})"
        ),
    ),
)
