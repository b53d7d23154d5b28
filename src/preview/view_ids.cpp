// Ids as the view has them.
#include "premap/preview/view_ids.h"

#include <algorithm>

namespace premap {

ViewIds::ViewIds(std::shared_ptr<const RowView> view, int64_t limit, int64_t offset) : view_(std::move(view)) {
  const auto count = static_cast<int64_t>(view_->rowCount());
  at_ = static_cast<size_t>(std::clamp<int64_t>(offset, 0, count));
  end_ = limit < 0 || limit > count - static_cast<int64_t>(at_) ? static_cast<size_t>(count)
                                                                : at_ + static_cast<size_t>(limit);
}

Result<std::vector<uint8_t>> ViewIds::next(const BatchBudget& budget) {
  const size_t end = std::min(end_, at_ + std::max<size_t>(budget.maxRows, 1));
  for (; at_ < end && writer_.byteSize() < budget.maxBytes; ++at_) {
    const RowView::Row row = view_->row(at_);
    if (row.id) writer_.appendId(0, static_cast<uint64_t>(row.id));
    else writer_.appendNull(0);
    writer_.appendDouble(1, row.number);
    writer_.endRow();
  }
  return writer_.finish(at_ == end_ ? BatchFlag::Last : BatchFlag::None);
}

}  // namespace premap
