// Lists: parties in the order of their folded names, and the newest interaction, which is the default of `asOf`.
CREATE INDEX interaction_at IF NOT EXISTS FOR (n:Interaction) ON (n.at);
CREATE INDEX party_sort_name IF NOT EXISTS FOR (n:Party) ON (n.sortName, n.id);
CREATE INDEX customer_sort_name IF NOT EXISTS FOR (n:Customer) ON (n.sortName, n.id);
CREATE INDEX supplier_sort_name IF NOT EXISTS FOR (n:Supplier) ON (n.sortName, n.id);
CREATE INDEX employee_sort_name IF NOT EXISTS FOR (n:Employee) ON (n.sortName, n.id);
CREATE INDEX partner_sort_name IF NOT EXISTS FOR (n:Partner) ON (n.sortName, n.id);
CREATE INDEX investor_sort_name IF NOT EXISTS FOR (n:Investor) ON (n.sortName, n.id);
// No list is in the order of names as they are spelt.
DROP INDEX party_name IF EXISTS;
DROP INDEX customer_name IF EXISTS;
DROP INDEX supplier_name IF EXISTS;
DROP INDEX employee_name IF EXISTS;
DROP INDEX partner_name IF EXISTS;
DROP INDEX investor_name IF EXISTS;
