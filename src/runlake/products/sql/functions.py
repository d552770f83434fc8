"""Functions that a question may call, by the engine's own names. Whatever is not here is refused.

None of them reads anything but its arguments, waits, tells of the server, or makes texts or arrays of a length that
somebody names (those would be a way to exhaust memory).
"""

AGGREGATES = frozenset(
    [
        "any",
        "anyLast",
        "argMax",
        "argMin",
        "avg",
        "avgWeighted",
        "corr",
        "count",
        "covarPop",
        "covarSamp",
        "deltaSum",
        "entropy",
        "exponentialMovingAverage",
        "first_value",
        "groupArray",
        "groupUniqArray",
        "kurtPop",
        "kurtSamp",
        "last_value",
        "max",
        "median",
        "min",
        "quantile",
        "quantileExact",
        "quantileTDigest",
        "quantiles",
        "quantilesExact",
        "quantilesTDigest",
        "simpleLinearRegression",
        "skewPop",
        "skewSamp",
        "stddevPop",
        "stddevSamp",
        "sum",
        "topK",
        "uniq",
        "uniqExact",
        "varPop",
        "varSamp",
    ]
)

COMBINATORS = ("If", "OrNull", "OrDefault", "Distinct")
"""Endings of aggregates; one of them at a time."""

WITH_PARAMETERS = frozenset(
    [
        "exponentialMovingAverage",
        "groupArray",
        "groupUniqArray",
        "quantile",
        "quantileExact",
        "quantileTDigest",
        "quantiles",
        "quantilesExact",
        "quantilesTDigest",
        "topK",
    ]
)
"""Aggregates that may have numbers in parentheses before their arguments: `quantile(0.9)(value)`."""

WINDOWED = frozenset(["dense_rank", "lagInFrame", "leadInFrame", "ntile", "rank", "row_number"])

_NUMBERS = """abs cbrt ceil exp exp10 exp2 floor greatest intDiv intDivOrZero isFinite isInfinite isNaN least ln log log10
log2 modulo moduloOrZero negate pow power round sign sqrt trunc divide multiply plus minus"""

_TEXTS = """concat empty endsWith extract formatReadableQuantity formatReadableSize formatReadableTimeDelta left length
lengthUTF8 like ilike lower lowerUTF8 match notEmpty position positionCaseInsensitive positionCaseInsensitiveUTF8
positionUTF8 replaceAll replaceOne replaceRegexpOne right splitByChar splitByString startsWith substring substringUTF8
trim trimBoth trimLeft trimRight upper upperUTF8 JSONExtractBool JSONExtractFloat JSONExtractInt JSONExtractRaw
JSONExtractString JSONHas JSONLength JSONType"""

_TIMES = """age dateDiff dateTrunc formatDateTime fromUnixTimestamp fromUnixTimestamp64Micro fromUnixTimestamp64Milli now
now64 parseDateTimeBestEffort parseDateTimeBestEffortOrNull toDate toDateTime toDateTime64 toDayOfMonth toDayOfWeek
toDayOfYear toHour toISOWeek toMinute toMonth toQuarter toSecond toStartOfDay toStartOfFifteenMinutes
toStartOfFiveMinutes toStartOfHour toStartOfInterval toStartOfMinute toStartOfMonth toStartOfQuarter toStartOfSecond
toStartOfTenMinutes toStartOfWeek toStartOfYear toUnixTimestamp toUnixTimestamp64Micro toUnixTimestamp64Milli
toUnixTimestamp64Nano toYYYYMM toYYYYMMDD toYear today yesterday"""

_CONVERSIONS = """toBool toFloat32 toFloat64 toFloat64OrNull toFloat64OrZero toInt32 toInt64 toInt64OrNull toInt64OrZero
toString toUInt8 toUInt32 toUInt64 toUInt64OrNull toUInt64OrZero"""

_CHOICES = "assumeNotNull coalesce if ifNull isNotNull isNull multiIf not nullIf toNullable"

_COLLECTIONS = """array arrayAvg arrayConcat arrayCount arrayDistinct arrayElement arrayExists arrayAll arrayFilter arrayJoin
arrayMap arrayMax arrayMin arrayReverse arraySlice arraySort arrayStringConcat arraySum arrayUniq arrayZip has hasAll hasAny
indexOf mapContains mapKeys mapValues tuple tupleElement"""

_PLAIN = (_NUMBERS, _TEXTS, _TIMES, _CONVERSIONS, _CHOICES, _COLLECTIONS)
PLAIN = frozenset(name for names in _PLAIN for name in names.split())

PATTERN_PLACES = {"match": 1, "like": 1, "ilike": 1, "extract": 1, "replaceRegexpOne": 1}
"""Where a function has its pattern, which must be written out."""

FUNCTIONS = tuple(sorted(PLAIN | AGGREGATES | WINDOWED, key=str.lower))
"""All of them, without endings."""

_BY_SMALL_LETTERS = {name.lower(): name for name in FUNCTIONS}
_AGGREGATES_BY_SMALL_LETTERS = {name.lower(): name for name in AGGREGATES}


def known_name(name: str) -> str | None:
    """The engine's name of a function, however its letters are written; None for one that may not be called."""
    small = name.lower()
    if small in _BY_SMALL_LETTERS:
        return _BY_SMALL_LETTERS[small]
    for ending in COMBINATORS:
        base = _AGGREGATES_BY_SMALL_LETTERS.get(small.removesuffix(ending.lower()))
        if base is not None and small.endswith(ending.lower()):
            return base + ending
    return None


def takes_parameters(name: str) -> bool:
    """Whether this aggregate, by the engine's name, may have parameters."""
    return name in WITH_PARAMETERS or any(name.removesuffix(ending) in WITH_PARAMETERS for ending in COMBINATORS)


def may_be_windowed(name: str) -> bool:
    """Whether `OVER` may follow."""
    return name in WINDOWED or name in AGGREGATES
