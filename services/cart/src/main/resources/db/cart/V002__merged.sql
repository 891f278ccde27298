-- The cart that took the lines of a guest's cart, so that its owner can ask for that again.
ALTER TABLE cart ADD COLUMN merged_into uuid;
