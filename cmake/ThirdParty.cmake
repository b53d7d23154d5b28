# Third-party sources the set-up script puts in place: SQLite's amalgamation and nlohmann/json.
set(PREMAP_SQLITE_DIR "${PROJECT_SOURCE_DIR}/node_modules/better-sqlite3/deps/sqlite3" CACHE PATH
    "Folder of sqlite3.c and sqlite3.h")
set(PREMAP_JSON_DIR "/usr/include" CACHE PATH "Folder that holds nlohmann/json.hpp")

add_library(sqlite3 STATIC "${PREMAP_SQLITE_DIR}/sqlite3.c")
target_include_directories(sqlite3 SYSTEM PUBLIC "${PREMAP_SQLITE_DIR}")
target_compile_definitions(
  sqlite3
  PUBLIC SQLITE_THREADSAFE=0
         SQLITE_DQS=0
         SQLITE_DEFAULT_MEMSTATUS=0
         SQLITE_OMIT_LOAD_EXTENSION
         SQLITE_OMIT_SHARED_CACHE
         SQLITE_OMIT_DEPRECATED
         SQLITE_LIKE_DOESNT_MATCH_BLOBS
         SQLITE_MAX_EXPR_DEPTH=0
         SQLITE_USE_ALLOCA
         SQLITE_ENABLE_MATH_FUNCTIONS
         SQLITE_ENABLE_RTREE
         SQLITE_ENABLE_COLUMN_METADATA
         SQLITE_TEMP_STORE=2
         SQLITE_OS_OTHER=1)
target_compile_options(sqlite3 PRIVATE -w)
if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  target_compile_options(sqlite3 PRIVATE -O2)
endif()

add_library(nlohmann_json INTERFACE)
target_include_directories(nlohmann_json SYSTEM INTERFACE "${PREMAP_JSON_DIR}")
