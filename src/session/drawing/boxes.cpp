// The call `openBoxes`: of chosen elements their stored boxes, of all elements those of the spatial index, which is as
// good as sorted by place and read many times faster; after them the stored boxes of what the index has not, since
// programs that write a snapshot may have left it short, or empty.
#include <algorithm>

#include "premap/preview/batch.h"
#include "premap/session/envelope.h"
#include "session/calls/mapping_params.h"
#include "session/drawing/drawing.h"
#include "session/drawing/elements.h"
#include "session/drawing/spatial_index.h"

namespace premap::drawing {
namespace {

class BoxCursor : public Cursor {
 public:
  BoxCursor(const Catalog& catalog, std::unique_ptr<ElementRows> rows, std::optional<SpatialIndex> index)
      : catalog_(catalog), rows_(std::move(rows)), index_(std::move(index)) {}

  Result<std::vector<uint8_t>> next(const BatchBudget& budget) override {
    const Deadline deadline(budget.milliseconds);
    const size_t most = std::min<size_t>(budget.maxRows, budget.maxBytes / kBytes + 1);
    while (!isDone_) {
      auto isThere = index_ ? readLeaf() : readRow(deadline);
      if (!isThere) {
        isDone_ = true;
        return std::move(isThere.diagnostics());
      }
      if (ids_.size() >= most || deadline.passedNow()) break;
    }
    return finish(isDone_ ? BatchFlag::Last : ids_.empty() ? BatchFlag::Paused : BatchFlag::None);
  }

 private:
  static constexpr size_t kBytes = 7 * 8;  // of one

  Status readLeaf() {
    entries_.clear();
    const Step step = index_->next(entries_);
    if (step == Step::Failed) return index_->failure();
    if (step == Step::Interrupted) return error("cancelled", "reading the spatial index was stopped");
    for (const SpatialIndex::Entry& each : entries_) add(each.id, each.box), indexed_.push_back(each.id);
    return step == Step::Done ? leaveIndex() : Status();
  }

  // Elements that the index has not are read one by one; none are looked for where it has as many as there are.
  Status leaveIndex() {
    index_.reset();
    const auto all = ElementRows::countAll(catalog_);
    if (!all) return Diagnostics(all.diagnostics());
    std::sort(indexed_.begin(), indexed_.end());
    isDone_ = indexed_.size() >= *all;
    return {};
  }

  Status readRow(const Deadline& deadline) {
    const auto found = rows_->next(deadline);
    if (!found) return Diagnostics(found.diagnostics());
    isDone_ = *found == ElementRows::Found::Done;
    if (*found != ElementRows::Found::Row) return {};
    if (std::binary_search(indexed_.begin(), indexed_.end(), rows_->id())) return {};
    if (const auto box = rows_->box()) add(rows_->id(), *box);
    return {};
  }

  void add(uint64_t id, const WorldBox& box) {
    ids_.push_back(id);
    boxes_.insert(boxes_.end(), {box.low.x, box.low.y, box.low.z, box.high.x, box.high.y, box.high.z});
  }

  std::vector<uint8_t> finish(uint32_t flags) {
    if (ids_.empty()) return writer_.finish(flags);
    const auto column = [&](int number, const auto& array) {
      const auto bytes = std::as_bytes(std::span(array));
      writer_.appendBytes(number, bytes.data(), bytes.size());
    };
    column(0, ids_), column(1, boxes_);
    writer_.endRow();
    ids_.clear(), boxes_.clear();
    return writer_.finish(flags);
  }

  const Catalog& catalog_;
  std::unique_ptr<ElementRows> rows_;
  std::optional<SpatialIndex> index_;
  std::vector<SpatialIndex::Entry> entries_;
  std::vector<uint64_t> indexed_;  ///< what the index has had; sorted once it is read
  std::vector<uint64_t> ids_;
  std::vector<double> boxes_;
  bool isDone_ = false;
  BatchWriter writer_{{VectorKind::Bytes, VectorKind::Bytes}};
};

}  // namespace

[[gnu::noinline]] std::string openBoxes(SessionState& state, const Params& params) {
  auto rows = ElementRows::open(state, params, ElementRows::Wanted::Box);
  if (!rows) return failEnvelope(rows.diagnostics(), params.text("mapping"));
  const bool isChosen = params.has("mapping") || params.has("elements");
  std::optional<SpatialIndex> index;
  if (!isChosen) index = SpatialIndex::open(*state.database);
  const std::shared_ptr<const MappingText> mapping = (*rows)->mapping;
  auto cursor = std::make_unique<BoxCursor>(*state.catalog, std::move(*rows), std::move(index));
  JsonWriter json;
  json.beginObject().key("cursor").value(state.keep({mapping, {}, std::move(cursor)}));
  json.key("isFromIndex").value(index.has_value()).endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::drawing
