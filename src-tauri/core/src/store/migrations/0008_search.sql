-- Search finds amounts, tags and what the person wrote down of an order, in any width: the app writes all texts and the
-- index of their pieces anew.
SELECT 1;
