-- What the person blacked out of a picture for sharing: rectangles in pixels of the original, as JSON. The original stays.
CREATE TABLE masks (
    order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    sha256   BLOB    NOT NULL REFERENCES files (sha256),
    boxes    TEXT    NOT NULL,
    PRIMARY KEY (order_id, sha256)
) STRICT, WITHOUT ROWID;
