/* The limit: SQLite as it comes, at -O2, and a loop that steps a statement and fetches every column.
 *
 *   c_loop SNAPSHOT < statements.sql      a line of SQL, one statement or more: "CPU-ms WALL-ms ROWS" for each line,
 *                                         the rows of its first statement, or "error MESSAGE"
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "sqlite3.h"

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* A use of every value, so that nothing is left out. */
static long touch(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return (long)sqlite3_column_int64(statement, column);
    case SQLITE_FLOAT:
      return (long)(sqlite3_column_double(statement, column) > 0);
    case SQLITE_NULL:
      return 1;
    default: {
      const char* bytes = sqlite3_column_blob(statement, column);
      return bytes ? *bytes + sqlite3_column_bytes(statement, column) : 0;
    }
  }
}

static volatile long touched;

/* Steps the first statement of the text through; -1 when it failed. */
static long stepAll(sqlite3* db, const char* sql, const char** rest) {
  sqlite3_stmt* statement;
  long rows = 0;
  int code = sqlite3_prepare_v2(db, sql, -1, &statement, rest);
  if (code == SQLITE_OK) {
    int columns = sqlite3_column_count(statement);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
      ++rows;
      for (int i = 0; i < columns; ++i) touched += touch(statement, i);
    }
  }
  sqlite3_finalize(statement);
  return code == SQLITE_DONE ? rows : -1;
}

static void run(sqlite3* db, const char* sql) {
  double wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
  long rows = stepAll(db, sql, &sql), more = 0;
  while (rows >= 0 && more >= 0 && *sql) more = stepAll(db, sql, &sql);
  if (rows >= 0 && more >= 0)
    printf("%.3f %.3f %ld\n", now(CLOCK_PROCESS_CPUTIME_ID) - cpu, now(CLOCK_MONOTONIC) - wall, rows);
  else printf("error %s\n", sqlite3_errmsg(db));
  fflush(stdout);
}

int main(int argc, char** argv) {
  static char line[1 << 20];
  sqlite3* db;
  if (argc != 2 || sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, 0) != SQLITE_OK) {
    fprintf(stderr, "usage: c_loop SNAPSHOT < statements.sql\n");
    return 2;
  }
  /* As much cache as the engine has. */
  sqlite3_exec(db, "PRAGMA cache_size=-16384", 0, 0, 0);
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    run(db, line);
  }
  return sqlite3_close(db);
}
