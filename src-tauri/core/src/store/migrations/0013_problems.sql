-- How many equal things an order is for, and what the page asked for where it is not what was paid.
ALTER TABLE orders ADD COLUMN quantity INTEGER NOT NULL DEFAULT 1;
ALTER TABLE orders ADD COLUMN requested_fen INTEGER;

-- What is wrong, how many came as they should, and what came back in another form than money and was not accepted.
ALTER TABLE orders ADD COLUMN problem TEXT;
ALTER TABLE orders ADD COLUMN received INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN credited_fen INTEGER NOT NULL DEFAULT 0;
UPDATE orders SET received = 1 WHERE EXISTS (
    SELECT 1 FROM events WHERE events.order_id = orders.id AND events.kind = 'arrived' AND NOT EXISTS (
        SELECT 1 FROM events AS undo WHERE undo.order_id = orders.id AND undo.undoes = events.seq));
