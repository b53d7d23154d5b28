// The rounds; what is read in them is the windows'.
#include "premap/resolve/together.h"

#include "resolve/table_windows.h"

namespace premap::resolve {

Together::Together() : windows_(std::make_shared<TableWindows>()) {}

void Together::beginRound(int64_t first, int64_t last) {
  windows_->round = {first, last, windows_->round.number + 1};
}

}  // namespace premap::resolve
