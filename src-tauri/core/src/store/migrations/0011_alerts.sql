-- Each topic of an order is an alert of its own: until now two that began at one moment were one.
CREATE TABLE alerts_by_topic (
    id           INTEGER PRIMARY KEY,
    order_id     INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    topic        TEXT    NOT NULL,
    due_at       INTEGER NOT NULL,
    -- The last moment of the limit that it tells of beforehand.
    ends_at      INTEGER,
    stage        TEXT    NOT NULL,
    raised_at    INTEGER NOT NULL,
    claimed_at   INTEGER,
    -- How often it was claimed without a word on what came of it.
    attempts     INTEGER NOT NULL DEFAULT 0,
    -- Set when the desktop accepted it, or when there was nothing to say: its order was settled or changed first.
    done_at      INTEGER,
    outcome      TEXT,
    UNIQUE (order_id, topic, due_at)
) STRICT;
-- Of what was raised twice, at two stages, the one that was told stands for both.
INSERT OR IGNORE INTO alerts_by_topic (id, order_id, topic, due_at, stage, raised_at, claimed_at, attempts, done_at, outcome)
    SELECT id, order_id, topic, due_at, stage, raised_at, claimed_at, attempts, done_at, outcome FROM alerts
    ORDER BY outcome IS 'delivered' DESC, done_at IS NULL DESC, id;
DROP TABLE alerts;
ALTER TABLE alerts_by_topic RENAME TO alerts;
CREATE INDEX alerts_outbox ON alerts (raised_at) WHERE done_at IS NULL;

-- What was handed to the person's calendar, and how often it changed: read in once more it moves, and makes nothing double.
CREATE TABLE calendar_entries (
    order_id   INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    topic      TEXT    NOT NULL,
    -- The place among those of the same topic, from 0.
    part       INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    sequence   INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    cancelled  INTEGER NOT NULL,
    PRIMARY KEY (order_id, topic, part)
) STRICT, WITHOUT ROWID;

-- The latest moment under which something was written: a clock that shows an earlier one was set back.
INSERT OR REPLACE INTO settings (key, value)
    SELECT 'clock', CAST(max(at) AS TEXT) FROM (
        SELECT max(raised_at) AS at FROM alerts UNION ALL SELECT max(recorded_at) FROM events) HAVING max(at) IS NOT NULL;

-- The next sweep plans every open order anew: what is waited for counts in the order in which it happened, and days and hours of
-- the trade are Beijing's.
DELETE FROM settings WHERE key = 'planned-with';
