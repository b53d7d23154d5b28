// Snapshots of ours laid out otherwise by SQLite itself: other pages, other ids, rows and links that lead nowhere, long
// texts, free pages, another encoding.
#pragma once

#include <string>
#include <vector>

#include "resolve/support.h"
#include "sqlite/memory_database.h"

namespace premap::test {

struct Variant {
  std::string name, file;  ///< a file of build/fixtures
  std::string before;      ///< SQL, before the tables are copied
  MemoryLayout layout;     ///< of the copy
  std::string after;       ///< SQL, after that
  bool isWhole = true;     ///< false: some rows of elements' other tables have none in bis_Element

  /// False: SQLite reads all of it.
  bool isForPages() const { return layout.encoding == "UTF-8"; }
};

const std::vector<Variant>& variants();
/// The file's bytes.
std::vector<std::byte> bytesOf(const Variant& variant);

/// SQL that makes a text of about so many bytes, another for each row of `id`.
std::string longText(const std::string& id, size_t size);

}  // namespace premap::test
