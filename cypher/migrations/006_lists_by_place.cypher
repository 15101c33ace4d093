// Lists by country and by city: one key holds place and name, so that a page begins where the last one ended.
DROP INDEX party_sort_country IF EXISTS;
DROP INDEX party_sort_city IF EXISTS;
CREATE INDEX party_by_country IF NOT EXISTS FOR (n:Party) ON (n.sortCountry, n.id);
CREATE INDEX party_by_city IF NOT EXISTS FOR (n:Party) ON (n.sortCity, n.id);
