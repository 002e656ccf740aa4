CREATE TABLE platforms (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE orders (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    platform_id       INTEGER NOT NULL REFERENCES platforms (id),
    product           TEXT    NOT NULL,
    kind              TEXT    NOT NULL,
    account           TEXT,
    order_no          TEXT,
    amount_fen        INTEGER NOT NULL CHECK (amount_fen > 0),
    refunded_fen      INTEGER NOT NULL DEFAULT 0,
    channel           TEXT,
    payment_no        TEXT,
    merchant_order_no TEXT,
    merchant          TEXT,
    note              TEXT,
    paid_at           INTEGER NOT NULL,
    window_ms         INTEGER NOT NULL CHECK (window_ms > 0),
    window_promised   INTEGER NOT NULL,
    due_at            INTEGER NOT NULL,
    status            TEXT    NOT NULL,
    stage             TEXT    NOT NULL,
    alert_after       INTEGER,
    settled_at        INTEGER,
    closed_reason     TEXT,
    sample            INTEGER NOT NULL DEFAULT 0,
    created_at        INTEGER NOT NULL,
    -- Lists sort by it: the due moment of an open order; settled ones come behind all of them, the latest first.
    urgency           INTEGER NOT NULL,
    -- What search looks through: all texts of the order in lower case.
    search_text       TEXT    NOT NULL
) STRICT;

CREATE INDEX orders_by_urgency ON orders (urgency, id);
CREATE INDEX orders_by_status ON orders (status, urgency, id);
CREATE INDEX orders_by_order_no ON orders (order_no) WHERE order_no IS NOT NULL;
-- Only orders that can still need attention are in it: a sweep that finds none due reads one page.
CREATE INDEX orders_by_alert ON orders (alert_after) WHERE alert_after IS NOT NULL;

CREATE INDEX orders_samples ON orders (id) WHERE sample;

CREATE VIRTUAL TABLE order_search USING fts5 (
    search_text, content = 'orders', content_rowid = 'id', tokenize = 'trigram'
);
CREATE TRIGGER orders_search_insert AFTER INSERT ON orders BEGIN
    INSERT INTO order_search (rowid, search_text) VALUES (new.id, new.search_text);
END;
CREATE TRIGGER orders_search_delete AFTER DELETE ON orders BEGIN
    INSERT INTO order_search (order_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
END;
CREATE TRIGGER orders_search_update AFTER UPDATE OF search_text ON orders
WHEN old.search_text IS NOT new.search_text BEGIN
    INSERT INTO order_search (order_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
    INSERT INTO order_search (rowid, search_text) VALUES (new.id, new.search_text);
END;

CREATE TABLE files (
    sha256     BLOB PRIMARY KEY CHECK (length(sha256) = 32),
    media      TEXT    NOT NULL,
    width      INTEGER,
    height     INTEGER,
    length     INTEGER NOT NULL,
    bytes      BLOB    NOT NULL
) STRICT;

-- Small pictures, made when one is first shown. They can be made again at any time.
CREATE TABLE thumbnails (
    sha256 BLOB PRIMARY KEY REFERENCES files (sha256) ON DELETE CASCADE,
    jpeg   BLOB NOT NULL
) STRICT;

CREATE TABLE shots (
    order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    sha256   BLOB    NOT NULL REFERENCES files (sha256),
    role     TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    added_at INTEGER NOT NULL,
    PRIMARY KEY (order_id, sha256)
) STRICT;
CREATE INDEX shots_by_file ON shots (sha256);

CREATE TABLE events (
    order_id    INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    seq         INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    text        TEXT,
    until       INTEGER,
    amount_fen  INTEGER,
    shot        BLOB,
    undoes      INTEGER,
    facts       TEXT,
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (order_id, seq)
) STRICT, WITHOUT ROWID;
-- What happened is never edited, and goes only together with its whole order.
CREATE TRIGGER events_are_not_edited BEFORE UPDATE ON events BEGIN
    SELECT raise(ABORT, 'events are not edited');
END;
CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
WHEN EXISTS (SELECT 1 FROM orders WHERE id = old.order_id) BEGIN
    SELECT raise(ABORT, 'events are not removed');
END;

CREATE TABLE alerts (
    id           INTEGER PRIMARY KEY,
    order_id     INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    stage        TEXT    NOT NULL,
    due_at       INTEGER NOT NULL,
    raised_at    INTEGER NOT NULL,
    claimed_at   INTEGER,
    -- Set when the desktop accepted it, or when there was nothing to say: its order was settled or changed first.
    done_at      INTEGER,
    outcome      TEXT,
    UNIQUE (order_id, stage, due_at)
) STRICT;
CREATE INDEX alerts_outbox ON alerts (raised_at) WHERE done_at IS NULL;
