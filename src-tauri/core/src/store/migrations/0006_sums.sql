-- What is overdue in total stands on the first page: summed from an index, without reading the orders.
CREATE INDEX orders_overdue_money ON orders (status, amount_fen, refunded_fen) WHERE status = 'overdue';
