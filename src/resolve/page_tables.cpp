// A table that cannot be described is none: SQLite then says what is wrong with it.
#include "premap/resolve/page_tables.h"

#include <algorithm>

#include "premap/pages/index_cursor.h"

namespace premap::resolve {

PageFile* PageTables::file() {
  if (!isAsked_) isAsked_ = true, file_ = PageFile::of(database_).file;
  return file_.get();
}

const TableLayout* PageTables::table(const std::string& name) {
  auto [found, isNew] = tables_.try_emplace(name);
  if (isNew)
    if (auto layout = describeTable(database_, name); layout.ok() && layout->isReadable() && !layout->isWithoutRowid)
      found->second.layout = std::move(*layout);
  return found->second.layout ? &*found->second.layout : nullptr;
}

const IndexLayout* PageTables::indexOn(const TableLayout& table, const std::string& column) {
  const auto known = tables_.find(table.name);
  const std::optional<size_t> wanted = table.find(column);
  if (known == tables_.end() || !wanted) return nullptr;
  std::optional<std::vector<IndexLayout>>& indexes = known->second.indexes;
  if (!indexes) {
    auto described = describeIndexes(database_, table);
    indexes = described.ok() ? std::move(*described) : std::vector<IndexLayout>();
  }
  const auto found = std::find_if(indexes->begin(), indexes->end(), [&](const IndexLayout& index) {
    return !index.columns.empty() && index.columns[0].column == static_cast<int>(*wanted) &&
           IndexLookup::canRead(index);
  });
  return found == indexes->end() ? nullptr : &*found;
}

}  // namespace premap::resolve
