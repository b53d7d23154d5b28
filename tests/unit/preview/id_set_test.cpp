// A set of ids against std::set.
#include "premap/preview/id_set.h"

#include <algorithm>
#include <iterator>
#include <random>
#include <set>

#include "catch.h"

using namespace premap;

TEST_CASE("A set of ids holds what was put in, sparse or dense", "[preview][idset]") {
  std::mt19937_64 random(7);
  // Few ids to a chunk, whole runs, and ids of another briefcase far away.
  for (int64_t spread : {int64_t{40'000}, int64_t{3'000'000}, int64_t{1} << 45}) {
    IdSet a, b;
    std::set<int64_t> wantA, wantB;
    for (int i = 0; i < 20'000; ++i) {
      int64_t id = 1 + static_cast<int64_t>(random() % static_cast<uint64_t>(spread));
      CHECK(a.insert(id) == wantA.insert(id).second);
      if (id % 3 == 0) CHECK(b.insert(id) == wantB.insert(id).second);
      int64_t other = 1 + static_cast<int64_t>(random() % static_cast<uint64_t>(spread));
      CHECK(b.insert(other) == wantB.insert(other).second);
    }
    CHECK(a.size() == wantA.size());
    for (int64_t id : wantB) CHECK(a.contains(id) == (wantA.count(id) > 0));
    std::vector<int64_t> shared;
    std::set_intersection(wantA.begin(), wantA.end(), wantB.begin(), wantB.end(), std::back_inserter(shared));
    CHECK(countShared(a, b) == shared.size());
    CHECK(countShared(b, a) == shared.size());
    if (shared.size() > 9) shared.resize(9);
    CHECK(firstShared(a, b, 9) == shared);
    CHECK(firstShared(b, a, 9) == shared);
    a.insertAll(b);
    wantA.insert(wantB.begin(), wantB.end());
    CHECK(a.size() == wantA.size());
    CHECK(countShared(a, b) == wantB.size());
  }
}
