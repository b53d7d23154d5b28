# PREMAP_CACHE: the per-user folder where scripts/setup.mjs keeps what every clone shares (same rule as scripts/lib/cache.mjs).
if(DEFINED ENV{XDG_CACHE_HOME} AND NOT "$ENV{XDG_CACHE_HOME}" STREQUAL "")
  set(PREMAP_CACHE "$ENV{XDG_CACHE_HOME}/premap")
else()
  set(PREMAP_CACHE "$ENV{HOME}/.cache/premap")
endif()
