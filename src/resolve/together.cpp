// Only as long as somebody keeps the rounds: whoever reads alone looks rows up.
#include "premap/resolve/together.h"

#include "premap/resolve/page_tables.h"
#include "resolve/table_windows.h"

namespace premap::resolve {

Together::Together(PageTables& tables) : tables_(tables), windows_(std::make_shared<TableWindows>()) {
  tables_.readTogether(windows_);
}

Together::~Together() {
  windows_->round = {};
  tables_.readTogether(nullptr);
}

void Together::beginRound(int64_t first, int64_t last) {
  windows_->round = {first, last, windows_->round.number + 1};
}

}  // namespace premap::resolve
