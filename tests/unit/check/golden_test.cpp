// Every tests/golden/validate/NAME.json against NAME.txt, the report of its faults as a person would read it.
// A name ending in .v1 or .gm gives the API; else the one the mapping was written for. To write the texts anew after
// a change, and then read their difference: PREMAP_UPDATE_GOLDENS=1 premap_tests "[golden]"
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "catch.h"
#include "premap/base/position.h"
#include "premap/base/unicode.h"
#include "premap/check/validation.h"
#include "premap/mapping/api.h"
#include "premap/mapping/place.h"

using namespace premap;
namespace fs = std::filesystem;

namespace {

std::string readFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// The line of the text the span begins in, with carets below it.
void showPlace(std::ostream& out, const std::string& text, Span span) {
  const size_t begin = std::min<size_t>(span.begin, text.size());
  size_t lineBegin = begin == 0 ? std::string::npos : text.find_last_of("\r\n", begin - 1);
  lineBegin = lineBegin == std::string::npos ? 0 : lineBegin + 1;
  const size_t lineEnd = std::min(text.find_first_of("\r\n", begin), text.size());
  const size_t end = std::min<size_t>(span.end, lineEnd);
  constexpr size_t kWidest = 110;
  if (lineEnd - lineBegin > kWidest) return;
  const std::string line = text.substr(lineBegin, lineEnd - lineBegin);
  out << "  | " << line << "\n  | "
      << std::string(utf16Length(std::string_view(text).substr(lineBegin, begin - lineBegin)), ' ')
      << std::string(
             std::max<size_t>(1, utf16Length(std::string_view(text).substr(begin, end > begin ? end - begin : 0))), '^')
      << "\n";
}

void show(std::ostream& out, const Diagnostic& diagnostic, const std::string& text) {
  out << toString(diagnostic.severity) << " " << diagnostic.code;
  if (diagnostic.span) {
    const TextPosition at = PlaceFinder(text).find(*diagnostic.span, diagnostic.literal).start;
    out << " " << at.line << ":" << at.column;
  }
  if (!diagnostic.path.empty()) out << " " << diagnostic.path;
  out << "\n  " << diagnostic.message << "\n";
  if (diagnostic.span) showPlace(out, text, PlaceFinder(text).find(*diagnostic.span, diagnostic.literal).span);
  if (!diagnostic.hint.empty()) out << "  hint: " << diagnostic.hint << "\n";
  if (!diagnostic.patch.empty()) out << "  fix: " << diagnostic.patch << "\n";
  for (const RelatedInfo& info : diagnostic.related)
    out << "  note: " << info.message << (info.path.empty() ? "" : " " + info.path) << "\n";
}

std::string report(const fs::path& path) {
  const std::string text = readFile(path);
  const std::string stem = path.stem().string();
  std::optional<ApiGeneration> api;
  if (stem.ends_with(".v1")) api = ApiGeneration::V1;
  if (stem.ends_with(".gm")) api = ApiGeneration::GroupingAndMapping;
  const ReadResult read = readMapping(text);
  const Diagnostics diagnostics = faultsOf(read, api);
  std::ostringstream out;
  if (!read.isReadable) out << "unreadable\n";
  else out << "read for " << toString(api.value_or(inferApi(read.mapping).api)) << "\n";
  if (diagnostics.empty()) out << "no faults\n";
  for (const Diagnostic& diagnostic : diagnostics) out << "\n", show(out, diagnostic, text);
  return out.str();
}

}  // namespace

TEST_CASE("the recorded mappings give the recorded reports", "[mapping][golden]") {
  const bool updates = std::getenv("PREMAP_UPDATE_GOLDENS") != nullptr;
  size_t count = 0;
  std::vector<fs::path> paths;
  for (const fs::directory_entry& entry : fs::directory_iterator(fs::path(PREMAP_GOLDEN) / "validate"))
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    ++count;
    fs::path expected = path;
    expected.replace_extension(".txt");
    const std::string found = report(path);
    INFO(path.filename().string());
    if (updates) std::ofstream(expected, std::ios::binary) << found;
    CHECK(readFile(expected) == found);
  }
  CHECK(count >= 60);
}

TEST_CASE("the example of the documentation is without a fault", "[mapping]") {
  const std::string page = readFile(fs::path(PREMAP_DOCS) / "mapping-file.md");
  const size_t begin = page.find("```json\n");
  REQUIRE(begin != std::string::npos);
  const std::string example = page.substr(begin + 8, page.find("\n```", begin) - begin - 8);
  const ReadResult read = readMapping(example);
  REQUIRE(read.isReadable);
  CHECK(read.mapping.groups[0].properties.size() == 3);
  CHECK(faultsOf(read, std::nullopt).empty());
}
