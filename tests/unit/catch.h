// Catch2, whichever way this machine has it: an installed library, or the amalgamated sources that the set-up fetched.
#pragma once

#if __has_include(<catch_amalgamated.hpp>)
#include <catch_amalgamated.hpp>
#else
#include <catch2/catch_all.hpp>
#endif

// Every test also has the tag of its folder, `[in:ecsql]`, by which ctest runs the tests of one module;
// tests/CMakeLists.txt defines it.
#undef TEST_CASE
#define TEST_CASE(name, ...) INTERNAL_CATCH_TESTCASE(name, PREMAP_FOLDER_TAG __VA_ARGS__)
