#!/usr/bin/env python3
"""Finds campaigns (copies of one mail, exact or nearly) in the sketches of a store: the same that 'spreu inspect' finds.

    spreu store sketches | campaigns.py        on this machine, with SQLite
    spark.py campaigns ...                     on Apache Spark

The statements below are what both run. Prints a line of JSON a campaign, the largest first: counts, dates, and the digest of its first
message, which 'spreu explain' and 'spreu label' take.
"""
import json, sqlite3, sys

# As in Sources/CorpusInspection/Campaigns: 24 bands of 5 values of 4 digits; of 128 values 93 agree at a resemblance of 0.72; in each
# band's value the first 16 sketches, by their identities, are compared with those after them.
BANDS, DIGITS, FIRST, AGREEING = 24, 20, 16, 93

COLUMNS = ("digest", "identity", "sketch", "content", "date", "label", "account", "network")


def tables(agreement):
    """The tables that lead from `messages` and `bands` to `edges`, in order; agreement: an expression over a.sketch and b.sketch."""
    return [
        ("sketches", "SELECT identity, min(sketch) AS sketch FROM messages WHERE identity <> '' GROUP BY identity"),
        ("banded", f"""SELECT band, substr(sketch, band * {DIGITS} + 1, {DIGITS}) AS value, identity, row_number() OVER (
            PARTITION BY band, substr(sketch, band * {DIGITS} + 1, {DIGITS}) ORDER BY identity) AS place FROM sketches CROSS JOIN bands"""),
        ("pairs", f"""SELECT DISTINCT a.identity AS one, b.identity AS other FROM banded AS a JOIN banded AS b
            ON a.band = b.band AND a.value = b.value WHERE a.place <= {FIRST} AND a.place < b.place"""),
        ("edges", f"""SELECT one, other FROM pairs JOIN sketches AS a ON a.identity = one JOIN sketches AS b ON b.identity = other
            WHERE {agreement} >= {AGREEING}"""),
        ("roots", "SELECT one AS identity, one AS root FROM edges UNION SELECT other, other FROM edges"),
    ]


# One step: the least root of a sketch and its neighbours, then that one's own root.
NEARER = """SELECT identity, min(root) AS root FROM (SELECT identity, root FROM roots
    UNION ALL SELECT e.other, r.root FROM edges AS e JOIN roots AS r ON r.identity = e.one
    UNION ALL SELECT e.one, r.root FROM edges AS e JOIN roots AS r ON r.identity = e.other) AS reached GROUP BY identity"""
LEAPT = "SELECT a.identity, b.root FROM nearer AS a JOIN nearer AS b ON b.identity = a.root"
MOVED = "SELECT count(*) FROM roots AS a JOIN leapt AS b ON b.identity = a.identity WHERE a.root <> b.root"

CAMPAIGNS = """SELECT count(*) AS messages, count(*) - count(DISTINCT content) AS exactCopies,
    sum(CASE WHEN label = 'ham' THEN 1 ELSE 0 END) AS ham, sum(CASE WHEN label = 'spam' THEN 1 ELSE 0 END) AS spam,
    min(date) AS firstSeen, max(date) AS lastSeen, count(DISTINCT account) AS accounts,
    nullif(count(DISTINCT network), 0) AS networks, sum(CASE WHEN network IS NULL THEN 1 ELSE 0 END) AS networksUnknown, min(digest) AS first
    FROM messages LEFT JOIN roots ON roots.identity = messages.identity WHERE messages.identity <> ''
    GROUP BY coalesce(root, messages.identity) HAVING count(*) > 1 ORDER BY messages DESC, first"""


def find(engine, agreement):
    """The campaigns, as dictionaries. The engine has make(name, statement), which makes or replaces a table, and rows(statement)."""
    for name, statement in tables(agreement):
        engine.make(name, statement)
    while True:
        engine.make("nearer", NEARER)
        engine.make("leapt", LEAPT)
        moved = engine.rows(MOVED)[0][0]
        engine.make("roots", "SELECT identity, root FROM leapt")
        if moved == 0:
            break
    names = ("messages", "exactCopies", "ham", "spam", "firstSeen", "lastSeen", "accounts", "networks", "networksUnknown", "first")
    return [dict(zip(names, row)) for row in engine.rows(CAMPAIGNS)]


class SQLite:
    def __init__(self, lines):
        self.database = sqlite3.connect("")  # a file of its own, gone at the end
        self.database.create_function("agreeing", 2, lambda a, b: sum(a[i:i + 4] == b[i:i + 4] for i in range(0, len(a), 4)), deterministic=True)
        self.database.execute("CREATE TABLE messages (digest, identity, sketch, content, date, label, account, network)")
        rows = (tuple(message[name] for name in COLUMNS) for message in map(json.loads, lines))
        self.database.executemany("INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        self.database.execute("CREATE TABLE bands (band)")
        self.database.executemany("INSERT INTO bands VALUES (?)", [(band,) for band in range(BANDS)])

    def make(self, name, statement):
        self.database.execute(f"CREATE TABLE made AS {statement}")
        self.database.execute(f"DROP TABLE IF EXISTS {name}")
        self.database.execute(f"ALTER TABLE made RENAME TO {name}")
        for column in {"banded": ["band, value"], "sketches": ["identity"], "roots": ["identity"], "nearer": ["identity"]}.get(name, []):
            self.database.execute(f"CREATE INDEX {name}_index ON {name} ({column})")

    def rows(self, statement):
        return self.database.execute(statement).fetchall()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(__doc__)
    for campaign in find(SQLite(sys.stdin), "agreeing(a.sketch, b.sketch)"):
        print(json.dumps(campaign))
