-- Card keys that came. They are secrets, and stand nowhere else: the event that wrote them down names them by their last four.
CREATE TABLE card_keys (
    order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    -- The event, and the place among its keys.
    seq      INTEGER NOT NULL,
    place    INTEGER NOT NULL,
    number   TEXT,
    key      TEXT    NOT NULL,
    PRIMARY KEY (order_id, seq, place)
) STRICT, WITHOUT ROWID;

-- How many of them there are, work and are bad, and whether those are all that came; all of it follows from the events.
ALTER TABLE orders ADD COLUMN keys_came INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN keys_work INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN keys_bad INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN keys_all INTEGER NOT NULL DEFAULT 0;
