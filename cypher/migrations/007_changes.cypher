// What each change touched, by the version that it brought about: snapshots read again only what changed.
CREATE CONSTRAINT change_version IF NOT EXISTS FOR (n:Change) REQUIRE n.version IS UNIQUE;
// Invoices that fall due as the day moves on.
CREATE INDEX invoice_due IF NOT EXISTS FOR (n:Invoice) ON (n.dueAt);
