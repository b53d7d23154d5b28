// JsonSlot: what the JSON texts of one slot hold where columns read. A text is scanned once for all of them, while a
// block lasts.
#pragma once

#include <string>
#include <vector>

#include "premap/resolve/json_path.h"
#include "resolve/json_members.h"

namespace premap::resolve {

class JsonSlot {
 public:
  explicit JsonSlot(const ResolveOptions& options) : options_(options), members_(options) {}

  /// Another block: other texts from now on.
  void begin() { ++block_, lastText_ = {}; }
  /// The number of a path for `read`.
  uint32_t want(std::span<const std::string> path);
  /// As JsonWalker::walk, of the text that a row of the block has. False: only JsonWalker can tell.
  bool read(size_t row, std::string_view text, uint32_t path, JsonValue& value, std::string& scratch);

 private:
  struct Scanned {
    uint32_t block = 0;
    JsonMembers::Scan result = JsonMembers::Scan::Invalid;
  };

  const JsonSpot* scan(size_t row, std::string_view text);
  void readValue(const JsonSpot& spot, std::string_view written, JsonValue& value, std::string& scratch);

  const ResolveOptions& options_;
  JsonMembers members_;
  uint32_t block_ = 0;
  std::vector<Scanned> scanned_;  // by row
  std::vector<JsonSpot> spots_;   // by row and node
  // Rows whose links lead to one target have one text, and mostly follow each other.
  std::string_view lastText_;
  size_t lastRow_ = 0;
  FlatJson part_;
};

}  // namespace premap::resolve
