-- Who is behind a platform.
ALTER TABLE platforms ADD COLUMN seller_kind TEXT    NOT NULL DEFAULT '';
ALTER TABLE platforms ADD COLUMN vanished    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE platforms ADD COLUMN legal_name  TEXT    NOT NULL DEFAULT '';
ALTER TABLE platforms ADD COLUMN address     TEXT    NOT NULL DEFAULT '';
ALTER TABLE platforms ADD COLUMN phone       TEXT    NOT NULL DEFAULT '';
ALTER TABLE platforms ADD COLUMN marketplace TEXT    NOT NULL DEFAULT '';

-- The limits that run beside the matter. The seller's after-sale service is one of them now.
ALTER TABLE orders ADD COLUMN limits TEXT;
ALTER TABLE orders DROP COLUMN after_sale_at;

-- A complaint stands in its order's timeline, with its number and its answers: nothing else was kept here.
DROP TABLE filings;

-- What the person wrote in place of a shipped rule, and what the shipped one was then.
CREATE TABLE corrections (
    rule_group TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    shipped    TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (rule_group, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX orders_by_platform ON orders (platform_id, paid_at);
