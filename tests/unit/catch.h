// Catch2, whichever way this machine has it: an installed library, or the amalgamated sources that the set-up fetched.
#pragma once

#if __has_include(<catch_amalgamated.hpp>)
#include <catch_amalgamated.hpp>
#else
#include <catch2/catch_all.hpp>
#endif
