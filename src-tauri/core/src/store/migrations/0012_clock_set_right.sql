-- When the clock was found to have been ahead: the order's events up to this one were written then at the latest.
CREATE TABLE clock_set_right (
    order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    seq      INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (order_id, seq)
) STRICT, WITHOUT ROWID;
