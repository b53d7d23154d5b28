# PREMAP_SQLITE: the folder of sqlite3.c and sqlite3.h, where scripts/setup/sqlite.sh puts the version that pins.txt names.
set(pins "${CMAKE_CURRENT_LIST_DIR}/../scripts/setup/pins.txt")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${pins}")
file(STRINGS "${pins}" pin REGEX "^sqlite3[.]c ")
string(REGEX REPLACE "^sqlite3[.]c ([^ ]+) .*" "\\1" version "${pin}")
set(PREMAP_SQLITE "${PREMAP_CACHE}/sqlite/${version}")
