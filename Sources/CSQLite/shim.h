// SQLite, and inline wrappers for what Swift cannot import (macros that cast).
#ifndef CHATNET_CSQLITE_H
#define CHATNET_CSQLITE_H

#include <sqlite3.h>

// Binds a text or a blob, of which SQLite makes a copy.
static inline int csqlite_bind_text(sqlite3_stmt *statement, int index, const char *bytes, int count) {
  return sqlite3_bind_text(statement, index, count == 0 ? "" : bytes, count, SQLITE_TRANSIENT);
}

static inline int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int count) {
  return sqlite3_bind_blob(statement, index, count == 0 ? "" : bytes, count, SQLITE_TRANSIENT);
}

#endif
