#ifndef ASSENT_SQLITE_CONFIG_H
#define ASSENT_SQLITE_CONFIG_H

/// Hardens a connection (an sqlite3 *): no checkpoint on close (a checkpoint belongs under the writer lock), DEFENSIVE mode,
/// no trusted schema. Variadic in C, hence this shim. Returns an SQLite result code, 0 where all took effect.
int assent_sqlite_harden(void *connection);

/// Runs a checkpoint of the main database that also truncates the write-ahead log, as far as it gets without waiting for a
/// reader; then restores the connection's busy timeout. Returns an SQLite result code.
int assent_sqlite_checkpoint(void *connection, int busy_milliseconds);

/// The errno of the connection's last input/output error; 0 where none is known. Asks the log of changes first, since a
/// failed COMMIT is known to that file only.
int assent_sqlite_system_errno(void *connection);

/// The version of the SQLite library in use.
const char *assent_sqlite_version(void);

#endif
