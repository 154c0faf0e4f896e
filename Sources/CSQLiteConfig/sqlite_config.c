#include "sqlite_config.h"

#include <sqlite3.h>
#include <stddef.h>

int assent_sqlite_harden(void *connection) {
  sqlite3 *db = connection;
  int code = sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (code == SQLITE_OK) code = sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  if (code == SQLITE_OK) code = sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  return code;
}

int assent_sqlite_checkpoint(void *connection, int busy_milliseconds) {
  sqlite3_busy_timeout(connection, 0);
  int code = sqlite3_wal_checkpoint_v2(connection, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  sqlite3_busy_timeout(connection, busy_milliseconds);
  return code;
}

int assent_sqlite_system_errno(void *connection) {
  sqlite3 *db = connection;
  sqlite3_file *log = NULL;
  int error = 0;
  if (sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK && log != NULL && log->pMethods != NULL)
    log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &error);
  if (error == 0) error = sqlite3_system_errno(db);
  if (error == 0) sqlite3_file_control(db, "main", SQLITE_FCNTL_LAST_ERRNO, &error);
  return error;
}

const char *assent_sqlite_version(void) { return sqlite3_libversion(); }
