# Warnings for our own sources; errors when PREMAP_WERROR is on (the presets used by CI).
option(PREMAP_WERROR "Treat warnings as errors" OFF)

add_library(premap_warnings INTERFACE)
target_compile_options(premap_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion)
if(PREMAP_WERROR)
  target_compile_options(premap_warnings INTERFACE -Werror)
endif()
