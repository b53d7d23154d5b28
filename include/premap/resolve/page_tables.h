// PageTables: what the page reader needs to know of a snapshot's tables, asked for once.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "premap/pages/layout.h"
#include "premap/pages/page_file.h"

namespace premap::resolve {

class PageTables {
 public:
  explicit PageTables(Database& database) : database_(database) {}

  /// Null: the file is unusual, or was told to be read by SQLite alone.
  PageFile* file();
  /// Null: not a table of pages. Cost: a few statements the first time.
  const TableLayout* table(const std::string& name);
  /// An index to look up rows of the table by that column; null when there is none.
  const IndexLayout* indexOn(const TableLayout& table, const std::string& column);

  /// Everything is read by SQLite from now on: for those who compare the two ways.
  void turnOff() { isAsked_ = true, file_.reset(); }

 private:
  struct Known {
    std::optional<TableLayout> layout;
    std::optional<std::vector<IndexLayout>> indexes;
  };
  Database& database_;
  bool isAsked_ = false;
  std::unique_ptr<PageFile> file_;
  std::map<std::string, Known> tables_;
};

}  // namespace premap::resolve
