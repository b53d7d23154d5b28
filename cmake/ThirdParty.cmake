# Third-party sources that scripts/setup.mjs puts in place: SQLite's amalgamation, nlohmann/json,
# Dragonbox and Catch2.
include(Cache)
include(Sqlite)

# --- SQLite
if(NOT EXISTS "${PREMAP_SQLITE}/sqlite3.c")
  message(FATAL_ERROR "sqlite3.c is not in ${PREMAP_SQLITE}: run `npm run setup`.")
endif()

add_library(sqlite3 STATIC "${PREMAP_SQLITE}/sqlite3.c")
target_include_directories(sqlite3 SYSTEM PUBLIC "${PREMAP_SQLITE}")
target_compile_definitions(
  sqlite3
  PRIVATE SQLITE_THREADSAFE=0
          SQLITE_DQS=0
          SQLITE_DEFAULT_MEMSTATUS=0
          SQLITE_OMIT_LOAD_EXTENSION
          SQLITE_OMIT_SHARED_CACHE
          SQLITE_OMIT_DEPRECATED
          SQLITE_MAX_EXPR_DEPTH=2000
          SQLITE_USE_ALLOCA
          SQLITE_ENABLE_MATH_FUNCTIONS
          SQLITE_ENABLE_RTREE
          SQLITE_ENABLE_COLUMN_METADATA
          SQLITE_ENABLE_NORMALIZE # premap/sqljs: getNormalizedSQL
          SQLITE_TEMP_STORE=2
          # Parts that neither a reader of snapshots nor premap/sqljs enters
          SQLITE_OMIT_WAL
          SQLITE_OMIT_TRACE
          SQLITE_OMIT_COMPLETE
          SQLITE_OMIT_AUTHORIZATION
          SQLITE_OMIT_GET_TABLE
          SQLITE_UNTESTABLE
          # The only file access is ours: src/sqlite/vfs.cpp, wasm/sqljs/file_vfs.cpp
          SQLITE_OS_OTHER=1)
# Always optimised and never sanitized: it is not the code under test, and its own suite covers it.
target_compile_options(sqlite3 PRIVATE -w -Os -fno-sanitize=all)

# --- nlohmann/json: headers only. Its own folder, because /usr/include may not be on the wasm compiler's path.
set(PREMAP_JSON_DIR "${PREMAP_CACHE}/json/include" CACHE PATH "Folder that holds nlohmann/json.hpp")
if(NOT EXISTS "${PREMAP_JSON_DIR}/nlohmann/json.hpp")
  message(FATAL_ERROR "nlohmann/json.hpp is not in ${PREMAP_JSON_DIR}: run `npm run setup`.")
endif()
add_library(nlohmann_json INTERFACE)
target_include_directories(nlohmann_json SYSTEM INTERFACE "${PREMAP_JSON_DIR}")
# The same in every file, tests included: code with and without exceptions must not mix inline functions.
target_compile_definitions(nlohmann_json INTERFACE JSON_NOEXCEPTION)

# --- Dragonbox: a header, the shortest digits of a double
set(PREMAP_DRAGONBOX_DIR "${PREMAP_CACHE}/dragonbox/include" CACHE PATH "Folder that holds dragonbox/dragonbox.h")
if(NOT EXISTS "${PREMAP_DRAGONBOX_DIR}/dragonbox/dragonbox.h")
  message(FATAL_ERROR "dragonbox.h is not in ${PREMAP_DRAGONBOX_DIR}: run `npm run setup`.")
endif()
add_library(dragonbox INTERFACE)
target_include_directories(dragonbox SYSTEM INTERFACE "${PREMAP_DRAGONBOX_DIR}")

# --- Catch2 v3, for the native tests: installed, else the amalgamated sources, compiled once a preset.
if(PREMAP_TESTS)
  find_package(Catch2 3 QUIET)
  if(NOT TARGET Catch2::Catch2WithMain)
    set(PREMAP_CATCH2_DIR "${PREMAP_CACHE}/catch2" CACHE PATH "Folder of catch_amalgamated.cpp")
    if(NOT EXISTS "${PREMAP_CATCH2_DIR}/catch_amalgamated.cpp")
      message(FATAL_ERROR "catch_amalgamated.cpp is not in ${PREMAP_CATCH2_DIR}: run `npm run setup`.")
    endif()
    add_library(catch2 STATIC "${PREMAP_CATCH2_DIR}/catch_amalgamated.cpp")
    target_include_directories(catch2 SYSTEM PUBLIC "${PREMAP_CATCH2_DIR}")
    target_compile_options(catch2 PRIVATE -w)
    add_library(Catch2::Catch2WithMain ALIAS catch2)
  endif()
endif()
