# How our own sources are compiled: warnings (errors when PREMAP_WERROR is on), no exceptions, and the sanitizers of the preset.
# Native builds leave exceptions out too, so that both targets run the same code.
option(PREMAP_WERROR "Treat warnings as errors" OFF)
set(PREMAP_SANITIZE "" CACHE STRING "Sanitizers for native builds, as -fsanitize takes them")

add_library(premap_warnings INTERFACE)
target_compile_options(premap_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion)
# g++ 12 sees overlapping copies in `"…" + std::string` that are not there (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(premap_warnings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict>)
endif()
# Of sources compiled as one it takes what only one of them knows for known to all.
if(PREMAP_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(premap_warnings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-subobject-linkage>)
endif()
if(PREMAP_WERROR)
  target_compile_options(premap_warnings INTERFACE -Werror)
endif()

add_library(premap_no_exceptions INTERFACE)
target_compile_options(premap_no_exceptions INTERFACE -fno-exceptions -fno-rtti)

if(PREMAP_SANITIZE)
  add_compile_options(-fsanitize=${PREMAP_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  # The vptr check needs the type information that the modules are built without.
  add_compile_options(-fno-sanitize=vptr)
  add_link_options(-fsanitize=${PREMAP_SANITIZE})
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Debug" AND NOT EMSCRIPTEN)
  add_compile_options(-Og)
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
endif()
