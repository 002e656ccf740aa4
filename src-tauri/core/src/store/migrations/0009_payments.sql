-- Money that left once, under the number by which the payment app knows it, and how much of it went to which order.
CREATE TABLE payments (
    id              INTEGER PRIMARY KEY,
    -- The key of the payment channel; empty where it is not known.
    app             TEXT    NOT NULL,
    -- Only a whole number stands here: one that is short, rounded or hidden tells no payment from another.
    payment_no      TEXT,
    amount_fen      INTEGER NOT NULL CHECK (amount_fen > 0),
    paid_at         INTEGER NOT NULL,
    -- Most likely another one once more, which the file held before there was this table: kept, and said.
    probable_double INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX payments_by_number ON payments (payment_no, app)
    WHERE payment_no IS NOT NULL AND NOT probable_double;
CREATE INDEX payments_doubled ON payments (payment_no) WHERE probable_double;

CREATE TABLE payment_ties (
    order_id   INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    -- The place of the payment among those of the order, from 0.
    place      INTEGER NOT NULL,
    payment_id INTEGER NOT NULL REFERENCES payments (id),
    amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
    -- What the order knows of the payment in all, where it paid for more.
    whole_fen  INTEGER,
    PRIMARY KEY (order_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_ties_by_payment ON payment_ties (payment_id);
CREATE TRIGGER payment_ties_stay_within AFTER INSERT ON payment_ties
WHEN (SELECT sum(amount_fen) FROM payment_ties WHERE payment_id = new.payment_id)
    > (SELECT amount_fen FROM payments WHERE id = new.payment_id) BEGIN
    SELECT raise(ABORT, 'more than was paid');
END;
CREATE TRIGGER payments_go_with_their_ties AFTER DELETE ON payment_ties
WHEN NOT EXISTS (SELECT 1 FROM payment_ties WHERE payment_id = old.payment_id) BEGIN
    DELETE FROM payments WHERE id = old.payment_id;
END;

-- A merchant's number tells a purchase whatever its platform was called.
CREATE INDEX orders_by_merchant_no ON orders (merchant_order_no) WHERE merchant_order_no IS NOT NULL;

-- Whether a row of a bill is the one that stands for it: no other may then. One that was taken back stands for none.
ALTER TABLE bill_rows ADD COLUMN stands INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX bill_rows_once ON bill_rows (source, kind, payment_no, amount_fen, at) WHERE stands;
