# Toolchain file of the wasm presets: finds Emscripten 4 or later, first on PATH, then where scripts/setup.mjs puts it, and hands
# over to Emscripten's own toolchain file.
include("${CMAKE_CURRENT_LIST_DIR}/Cache.cmake")

function(premap_find_emscripten out)
  find_program(emcc emcc NO_CACHE NO_CMAKE_FIND_ROOT_PATH)
  foreach(candidate IN ITEMS "${emcc}" "${PREMAP_CACHE}/emscripten/bin/emcc")
    if(NOT EXISTS "${candidate}")
      continue()
    endif()
    execute_process(COMMAND "${candidate}" -dumpversion OUTPUT_VARIABLE version OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    if(version VERSION_GREATER_EQUAL 4)
      cmake_path(GET candidate PARENT_PATH bin)
      execute_process(COMMAND "${bin}/em-config" EMSCRIPTEN_ROOT OUTPUT_VARIABLE root OUTPUT_STRIP_TRAILING_WHITESPACE)
      set(${out} "${root}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  message(FATAL_ERROR "No Emscripten 4 or later was found: run `npm run setup`, or put one on PATH.")
endfunction()

# CMake reads this file again for every try_compile; the environment carries the answer there.
if(NOT DEFINED ENV{PREMAP_EMSCRIPTEN_ROOT})
  premap_find_emscripten(root)
  set(ENV{PREMAP_EMSCRIPTEN_ROOT} "${root}")
endif()
include("$ENV{PREMAP_EMSCRIPTEN_ROOT}/cmake/Modules/Platform/Emscripten.cmake")
