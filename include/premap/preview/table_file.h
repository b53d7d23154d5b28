// TableFile: rows in, a SQLite database of one table, `rows`, out; page by page, in the order of the file.
//
//   TableFile file({{"Name", TableFile::Type::String}});
//   file.addText("B-1"), file.endRow();
//   file.takePages(out);              // complete pages, from the second on
//   file.finish(userVersion);         // the last of them
//   file.takePages(out), write(0, file.firstPage());
//
// SQLite itself would bind and insert cell by cell into a cache of pages, and write them back from there. Rows that
// come in the order of their numbers need none of it: a page that is full is never looked at again. The first page,
// which says where the tree begins, is known last; without it a file is no database, so a half one is
// never taken for whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace premap {

class TableFile {
 public:
  enum class Type : uint8_t { Boolean, Integer, Double, String };
  struct Column {
    std::string name;
    Type type = Type::String;
  };
  static constexpr uint32_t kPageSize = 16384;

  explicit TableFile(const std::vector<Column>& columns);

  // --- one of these for each column, then endRow
  void addNull() { types_ += '\0'; }
  void addInteger(int64_t value);
  void addReal(double value);
  void addText(std::string_view value);
  void endRow();

  /// Appends the complete pages that are new. They lie one behind the other; the first of all is the file's second.
  void takePages(std::string& out);
  size_t byteSize() const { return pages_.size(); }
  /// No more rows. `userVersion` is a number that SQLite keeps for whoever writes a file.
  void finish(uint32_t userVersion);
  /// After finish.
  const std::string& firstPage() const { return first_; }

 private:
  struct Leaf {
    std::string bytes = std::string(kPageSize, '\0');
    uint32_t base = 0;           ///< where its header begins: behind that of the file on the first page
    uint32_t count = 0;          ///< of cells
    uint32_t start = kPageSize;  ///< cells grow from the end towards the front
  };
  struct Child {
    uint32_t page;
    uint64_t lastRow;
  };

  bool place(Leaf& leaf, uint64_t row, std::string_view head, std::string_view body);
  uint32_t overflow(std::string_view head, std::string_view body, size_t from);
  uint32_t writePage(const std::string& page);
  uint32_t nextPage();
  uint32_t writeLeaf(Leaf& leaf);
  void flushLeaf();
  uint32_t writeTree();
  uint32_t writeInterior(const Child* children, size_t count);
  uint32_t writeSchemaPage();
  void writeFirstPage(uint32_t root, uint32_t userVersion);

  std::string sql_;
  std::string types_, body_, head_;  // of the row that is being written
  std::string pages_;                // complete, not yet taken
  uint32_t pageCount_ = 1;
  uint64_t rowCount_ = 0;
  Leaf leaf_;
  std::vector<Child> children_;  // leaves that are complete
  std::string first_;
};

}  // namespace premap
