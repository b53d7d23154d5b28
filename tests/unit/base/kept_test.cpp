// What stays within its bytes, and what goes for something new.
#include "premap/base/kept.h"

#include "catch.h"

namespace premap {

namespace {

// Asks for each, and adds what is not there; answers how many were.
size_t askedFor(Kept<int>& kept, int first, int last) {
  size_t found = 0;
  for (int i = first; i < last; ++i) {
    const size_t hash = static_cast<size_t>(i) % 7;
    const bool isThere = kept.find(hash, [&](int each) { return each == i; }) != nullptr;
    found += isThere;
    if (!isThere) kept.add(hash, 10, std::make_shared<int>(i));
  }
  return found;
}

}  // namespace

TEST_CASE("what fits is found again, whatever its hash", "[base][kept]") {
  Kept<int> kept(1000);
  CHECK(askedFor(kept, 0, 100) == 0);
  CHECK(askedFor(kept, 0, 100) == 100);
  CHECK(kept.bytes() == 1000);
}

TEST_CASE("of more than fits, asked for from end to end, what fits stays", "[base][kept]") {
  Kept<int> kept(1000);
  askedFor(kept, 0, 130);
  for (int round = 0; round < 10; ++round) CHECK(askedFor(kept, 0, 130) == 100);
  CHECK(kept.bytes() <= 1000);
}

TEST_CASE("what nobody asks for any more goes for something new", "[base][kept]") {
  Kept<int> kept(1000);
  askedFor(kept, 0, 100);
  for (int round = 0; round < 20; ++round) askedFor(kept, 100, 150);
  CHECK(askedFor(kept, 100, 150) == 50);
  CHECK(kept.bytes() <= 1000);
  kept.add(1, 1001, std::make_shared<int>(-1));  // never fits
  CHECK(kept.bytes() <= 1000);
}

TEST_CASE("of more than a number what was asked for last stays", "[base][kept]") {
  Kept<int> kept(1000);
  askedFor(kept, 0, 50);
  askedFor(kept, 0, 10);
  kept.keepAtMost(20);
  CHECK(kept.size() == 20);
  CHECK(kept.bytes() == 200);
  CHECK(askedFor(kept, 0, 10) == 10);
  CHECK(askedFor(kept, 40, 50) == 10);
  CHECK(askedFor(kept, 60, 80) == 0);
  CHECK(kept.size() == 20);
  CHECK(askedFor(kept, 60, 80) == 20);
  kept.keepAtMost(0);
  CHECK(kept.size() == 1);
}

}  // namespace premap
