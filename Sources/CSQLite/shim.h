// SQLite, and inline wrappers for what Swift cannot import (macros that cast).
#ifndef CHATNET_CSQLITE_H
#define CHATNET_CSQLITE_H

#include <sqlite3.h>

// Leaves it to nobody to count how much memory SQLite uses, which would cost each allocation a lock. Works before SQLite
// is first used alone.
static inline void csqlite_count_no_memory(void) { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

// Binds a text or a blob, of which SQLite makes a copy.
static inline int csqlite_bind_text(sqlite3_stmt *statement, int index, const char *bytes, int count) {
  return sqlite3_bind_text(statement, index, count == 0 ? "" : bytes, count, SQLITE_TRANSIENT);
}

static inline int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int count) {
  return sqlite3_bind_blob(statement, index, count == 0 ? "" : bytes, count, SQLITE_TRANSIENT);
}

// Binds a text or a blob that stays where it is until the statement has another.
static inline int csqlite_bind_kept_text(sqlite3_stmt *statement, int index, const char *bytes, int count) {
  return sqlite3_bind_text(statement, index, bytes, count, SQLITE_STATIC);
}

static inline int csqlite_bind_kept_blob(sqlite3_stmt *statement, int index, const void *bytes, int count) {
  return sqlite3_bind_blob(statement, index, bytes, count, SQLITE_STATIC);
}

#endif
