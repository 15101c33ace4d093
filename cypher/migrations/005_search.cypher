// Search: parties by their words, lists by country and city, things by name and code. What these indexes hold is derived first.
// data: index_values
CREATE FULLTEXT INDEX party_search IF NOT EXISTS FOR (n:Party) ON EACH [n.searchText, n.sortName]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false}};
CREATE TEXT INDEX party_sort_name_text IF NOT EXISTS FOR (n:Party) ON (n.sortName);
CREATE INDEX party_sort_country IF NOT EXISTS FOR (n:Party) ON (n.sortCountry, n.sortName, n.id);
CREATE INDEX party_sort_city IF NOT EXISTS FOR (n:Party) ON (n.sortCity, n.sortName, n.id);
CREATE INDEX thing_sort_name IF NOT EXISTS FOR (n:Thing) ON (n.sortName, n.id);
CREATE TEXT INDEX thing_sort_name_text IF NOT EXISTS FOR (n:Thing) ON (n.sortName);
CREATE INDEX thing_sort_code IF NOT EXISTS FOR (n:Thing) ON (n.sortCode);
