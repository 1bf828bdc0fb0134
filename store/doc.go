// Package store is the only room that speaks SQL. It keeps the clinic's tables,
// the versions shown of them and the audit records in step.
//
// Read in this order:
//
//   - store.go: Open, transactions and prepared statements
//   - sql.go: the statements of a type, derived from its declaration
//   - read.go, reader.go, history.go, search.go: one interaction each
//   - together.go, pages.go, page_sql.go, bodies.go: what requests that wait share
//   - transact.go: what becomes of a write, step by step: criteria.go, address.go,
//     job.go, prelude.go, decide.go, write.go; receipt.go, within.go: once and not twice
//   - writer.go, group.go: writes that wait at the time go together
//   - rows.go, rows_json.go, write_sql.go: rows out of and into the tables
//   - card.go: what searches look at beside the rows
//   - settle.go, sweep.go: edits of the clinic become versions
//   - clause.go and search_*.go: one compiler for each type of search parameter
//   - cursor.go, walk.go, walk_sql.go, moved.go: from page to page while others write
//   - search_reach.go, search_log.go, index.go: what lets indexes serve a search; explain.go shows it
//   - search_system.go: several types at once
//   - chain.go, include.go: conditions on other resources; what comes along
//   - audit.go, auditor.go, audit_show.go: no answer without its record
//   - publish.go: what the program itself defines, for others to read
//
// A write, or a group of them, is four round trips: begin, the prelude (lock the
// heads, look for missing references), one statement for all resources of a type,
// commit.
package store
