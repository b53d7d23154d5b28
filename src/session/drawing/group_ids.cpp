// Rows are skimmed: of a row no column is read.
#include "session/drawing/group_ids.h"

#include <algorithm>

namespace premap::drawing {
namespace {

constexpr size_t kRowsAtOnce = 512;

}  // namespace

void sortOnce(std::vector<int64_t>& ids) {
  if (!std::is_sorted(ids.begin(), ids.end())) std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

Result<bool> GroupIds::collect(const Deadline& deadline) {
  if (!table_) return true;
  for (; part_ < table_->parts().size(); ++part_, reader_.reset()) {
    if (!reader_) {
      reader_ = std::make_unique<resolve::RowReader>(table_->parts()[part_].plan, book_);
      if (Status opened = reader_->open({}); !opened) return std::move(opened.diagnostics());
    }
    for (;;) {
      const Step found = reader_->skim(kRowsAtOnce);
      if (found == Step::Done) break;
      if (found == Step::Interrupted) return error("cancelled", "reading the group's elements was stopped");
      if (found == Step::Failed) return reader_->failure();
      for (size_t row = 0; row < reader_->cells().rowCount(); ++row)
        if (reader_->cells().isElement(row)) ids_.push_back(reader_->cells().id(row));
      if (deadline.passedNow()) return false;
    }
  }
  sortOnce(ids_);
  reader_.reset(), table_.reset();
  return true;
}

}  // namespace premap::drawing
