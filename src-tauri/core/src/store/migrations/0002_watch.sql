-- The moments of an order beside its due moment, and what is waited for since the person last did something.
ALTER TABLE orders ADD COLUMN counted_from  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN remind_at     INTEGER;
ALTER TABLE orders ADD COLUMN after_sale_at INTEGER;
ALTER TABLE orders ADD COLUMN confirm       INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN confirmed     INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN snoozed_until INTEGER;
ALTER TABLE orders ADD COLUMN course        TEXT;
-- What needs the person now.
ALTER TABLE orders ADD COLUMN topic         TEXT;
CREATE INDEX orders_in_need ON orders (urgency, id) WHERE topic IS NOT NULL;

UPDATE orders SET counted_from = paid_at;
-- The next sweep looks at every open order; what its kind asks for before its due moment begins with later orders.
UPDATE orders SET alert_after = due_at WHERE status IN ('awaiting', 'overdue');

ALTER TABLE platforms ADD COLUMN release_times TEXT NOT NULL DEFAULT '';

ALTER TABLE alerts ADD COLUMN topic    TEXT    NOT NULL DEFAULT 'overdue';
-- How often it was claimed without a word on what came of it.
ALTER TABLE alerts ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;

CREATE TABLE filings (
    id        INTEGER PRIMARY KEY,
    order_id  INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    recipient TEXT    NOT NULL,
    number    TEXT,
    filed_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX filings_by_order ON filings (order_id);

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
