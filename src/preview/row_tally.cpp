// One pass over the rows of a table.
#include "preview/row_tally.h"

#include <algorithm>

#include "premap/base/text.h"

namespace premap {

namespace {

using resolve::kDefaultColumnCount;

constexpr uint64_t kSamplePieces = 10;
constexpr size_t kRowsAtOnce = 512;

// Adds what the verdicts of one reader say; `property` is null when the part lacks the column.
void addTo(ColumnStory& story, const VerdictCounts& counts, const GroupProperty* property,
           const resolve::VerdictBook& book) {
  story.entries.resize(property ? property->ecProperties.size() : 0);
  for (size_t v = 0; v < counts.size(); ++v) {
    if (!counts[v]) continue;
    const resolve::Verdict& verdict = book[static_cast<uint16_t>(v)];
    const bool isFilled = verdict.source != resolve::Source::None;
    (isFilled ? story.filled : story.nulls) += counts[v];
    if (!isFilled)
      story.nullReasons[verdict.reason] += counts[v], story.whyNull[{verdict.reason, verdict.decidedBy}] += counts[v];
    else story.wins[{verdict.entry, verdict.source}] += counts[v];
    if (isFilled && (verdict.decisions & bit(resolve::Decision::A10))) story.lossy += counts[v];
    for (const resolve::Skipped& skipped : verdict.skipped)
      if (const auto e = static_cast<size_t>(skipped.entry); e < story.entries.size())
        story.entries[e].skipped[skipped.reason] += counts[v];
    if (isFilled && verdict.entry >= 0 && static_cast<size_t>(verdict.entry) < story.entries.size())
      story.entries[static_cast<size_t>(verdict.entry)].wins += counts[v];
  }
  for (size_t e = 0; e < story.entries.size(); ++e)
    if (const auto* tally = book.findConversions(property, static_cast<int>(e))) story.entries[e].conversions = *tally;
}

Diagnostic stopped() {
  return error("cancelled", "the profile was stopped");
}

Result<uint64_t> rowsOf(const GroupTable& table) {
  uint64_t rows = 0;
  for (const TablePart& part : table.parts()) {
    auto counting = table.catalog().database().prepare(part.plan.countSql());
    if (!counting) return std::move(counting.diagnostics());
    part.plan.bindCount(*counting);
    Step step = counting->step();
    if (step == Step::Failed) return counting->failure();
    if (step != Step::Row) return stopped();
    rows += static_cast<uint64_t>(counting->int64(0));
  }
  return rows;
}

}  // namespace

size_t bytesOf(const RowTally& tally) {
  constexpr size_t kColumn = 8192;  // its stories with examples, its most frequent values, and its bars
  size_t bytes = sizeof tally;
  for (const PartTally& part : tally.parts) bytes += part.elements.byteSize() + part.stories.size() * kColumn;
  return bytes;
}

RowTallier::RowTallier(const GroupTable& table, ProfileDetail detail) : table_(table), detail_(detail) {
  values_.assign(columnCount(), ValueTally(room_));
  for (size_t p = 0; p < table.parts().size(); ++p) {
    tally_.parts.emplace_back().stories.resize(columnCount());
    counts_.emplace_back().verdicts.resize(columnCount());
    addProbes(p);
  }
}

void RowTallier::addProbes(size_t part) {
  const resolve::GroupPlan& plan = table_.parts()[part].plan;
  for (size_t c = kDefaultColumnCount; c < plan.columns().size(); ++c) {
    const auto& entries = plan.property(c)->ecProperties;
    for (size_t e = 0; e < entries.size(); ++e) {
      std::string name = plan.aspectClass(c, e);
      bool isKnown = name.empty();
      for (const AspectProbe& probe : tally_.probes)
        isKnown = isKnown || (probe.part == part && probe.className == name);
      if (!isKnown) tally_.probes.push_back({part, c, e, name, {}, {}});
    }
  }
}

Status RowTallier::begin(uint64_t sample) {
  windows_ = {{-1, 0}};
  return sample ? spread(sample) : Status();
}

// The first rows of a query often belong together: pieces from all over it tell more.
Status RowTallier::spread(uint64_t sample) {
  auto total = rowsOf(table_);
  if (!total) return std::move(total.diagnostics());
  tally_.queryRows = *total;
  tally_.isSample = *total > sample;
  if (!tally_.isSample) return {};
  uint64_t pieces = std::min(kSamplePieces, sample), length = sample / pieces;
  windows_.clear();
  for (uint64_t piece = 0; piece < pieces; ++piece)
    windows_.push_back({static_cast<int64_t>(length), static_cast<int64_t>(*total * piece / pieces)});
  return {};
}

Result<bool> RowTallier::advance(Deadline* deadline, int64_t upTo) {
  for (; window_ < windows_.size(); ++window_) {
    if (!reader_) {
      reader_ = std::make_unique<TableReader>(table_, windows_[window_].limit, windows_[window_].offset);
      if (together_) reader_->readTogether(*together_);
    }
    Step step;
    while ((step = reader_->nextBlock(kRowsAtOnce, upTo)) == Step::Row) {
      addRows(*reader_);
      nextId_ = reader_->peekId(upTo);
      if ((nextId_ && *nextId_ > upTo) || (deadline && deadline->passedNow())) return false;
    }
    if (step == Step::Failed) return reader_->failure();
    if (step == Step::Interrupted) return stopped();
    endWindow();
  }
  return true;
}

uint64_t RowTally::rowCount() const {
  uint64_t sum = 0;
  for (const PartTally& part : parts) sum += part.rowCount;
  return sum;
}

void RowTallier::addRows(const TableReader& reader) {
  const size_t rows = reader.rowCount();
  PartTally& part = tally_.parts[reader.part()];
  PartCounts& counting = counts_[reader.part()];
  part.rowCount += rows;
  for (size_t c = 0; c < counting.verdicts.size(); ++c) {
    const resolve::CellColumn& column = reader.column(c + kDefaultColumnCount);
    VerdictCounts& counts = counting.verdicts[c];
    if (counts.size() < reader.verdicts().size()) counts.resize(reader.verdicts().size());
    for (size_t row = 0; row < rows; ++row) ++counts[column.verdict(row)];
    if (detail_ != ProfileDetail::Values) continue;
    for (size_t row = 0; row < rows; ++row) values_[c].add(column.value(row, text_));
  }
  for (size_t row = 0; row < rows; ++row) addRow(reader, row, part);
}

void RowTallier::addRow(const TableReader& reader, size_t row, PartTally& part) {
  const int64_t id = reader.rows().id(row);
  if (!ids_.insert(id, reader.rows().isElement(row))) addDuplicate(id);
  if (const Class* cls = reader.rows().rowClass(row)) addClass(reader.part(), cls);
  if (!reader.rows().isElement(row)) return void(++part.notElements);
  part.elements.insert(id);
  for (AspectProbe& probe : tally_.probes)
    if (probe.part == reader.part()) probe.add(reader.aspectInstances(row, probe.column, probe.entry), id);
}

// Rows of one class often come together.
void RowTallier::addClass(size_t part, const Class* cls) {
  PartCounts& counting = counts_[part];
  if (cls != counting.lastClass) counting.lastClass = cls, counting.lastCount = &tally_.parts[part].classes[cls];
  ++*counting.lastCount;
}

void RowTallier::endWindow() {
  for (size_t p = 0; p < tally_.parts.size(); ++p) {
    for (size_t c = 0; c < columnCount(); ++c) {
      addTo(tally_.parts[p].stories[c], counts_[p].verdicts[c], propertyOf(table_, p, c), reader_->verdicts());
      counts_[p].verdicts[c].clear();
    }
  }
  tally_.rows += reader_->counts();
  reader_.reset();
}

void RowTallier::addDuplicate(int64_t id) {
  ++tally_.duplicateIds;
  duplicates_.insert(id);
  if (duplicates_.size() > kMostIdExamples) duplicates_.erase(std::prev(duplicates_.end()));
}

RowTally RowTallier::finish() {
  if (!tally_.isSample) tally_.queryRows = tally_.rows.read;
  for (const int64_t id : duplicates_) tally_.duplicates.push_back(idToHex(id));
  tally_.values.resize(columnCount());
  for (size_t c = 0; c < columnCount(); ++c) values_[c].finish(tally_.values[c]);
  values_.clear();
  return std::move(tally_);
}

}  // namespace premap
