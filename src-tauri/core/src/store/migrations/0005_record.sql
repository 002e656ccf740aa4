-- What else is known of a platform.
ALTER TABLE platforms ADD COLUMN contact TEXT NOT NULL DEFAULT '';
ALTER TABLE platforms ADD COLUMN icp     TEXT NOT NULL DEFAULT '';
ALTER TABLE platforms ADD COLUMN notes   TEXT NOT NULL DEFAULT '';

-- The windows that the person took over from how long arrivals took at a platform.
CREATE TABLE platform_windows (
    platform_id INTEGER NOT NULL REFERENCES platforms (id) ON DELETE CASCADE,
    kind        TEXT    NOT NULL,
    window_ms   INTEGER NOT NULL CHECK (window_ms > 0),
    PRIMARY KEY (platform_id, kind)
) STRICT, WITHOUT ROWID;

-- Which rows of bills an order has, so that none is taken twice. The row itself stands in the event.
CREATE TABLE bill_rows (
    order_id   INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    seq        INTEGER NOT NULL,
    source     TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    payment_no TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL,
    PRIMARY KEY (order_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE tags (
    order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    tag      TEXT    NOT NULL,
    PRIMARY KEY (order_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_by_name ON tags (tag, order_id);

-- Search for two Chinese characters has to be as quick as search for a long number: an index of pieces of both lengths
-- takes the place of the one of three characters. It is filled by the app, which knows how to cut.
DROP TRIGGER orders_search_insert;
DROP TRIGGER orders_search_delete;
DROP TRIGGER orders_search_update;
DROP TABLE order_search;
CREATE VIRTUAL TABLE order_pieces USING fts5 (
    pieces, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
CREATE TRIGGER orders_leave_the_index AFTER DELETE ON orders BEGIN
    DELETE FROM order_pieces WHERE rowid = old.id;
END;

-- The latest payments, and those of a span of time.
CREATE INDEX orders_by_payment ON orders (paid_at);

-- Where an order stands in the list, for sorting the finds of a search without reading the orders.
CREATE INDEX orders_by_place ON orders (id, urgency);
