-- What is waited for of each order, and the limits that run beside the matter: until now two packed texts in its row, which
-- stay as they were and are not read any more.
CREATE TABLE deadlines (
    order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    place    INTEGER NOT NULL,
    topic    TEXT    NOT NULL,
    -- At which stage it is waited for; none of a limit.
    stage    TEXT,
    -- When the person is told of a limit.
    told_at  INTEGER,
    at       INTEGER NOT NULL,
    PRIMARY KEY (order_id, place)
) STRICT, WITHOUT ROWID;
