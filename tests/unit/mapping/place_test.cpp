// A place in a query is the same characters in the mapping's text, whatever escapes stand between.
#include "premap/mapping/place.h"

#include "catch.h"
#include "premap/mapping/read.h"

using namespace premap;

namespace {

// What the place of `word` of the query is in `text`, as the editor marks it.
FoundPlace placeOf(std::string_view word, const std::string& text, PlaceFinder& places) {
  const ReadResult read = readMapping(text);
  REQUIRE(read.isReadable);
  const TextField& query = read.mapping.groups[0].query;
  const auto at = static_cast<uint32_t>(query.value.find(word));
  return places.find({at, at + static_cast<uint32_t>(word.size())}, query.span);
}

std::string marked(const std::string& text, const FoundPlace& place) {
  return text.substr(place.span.begin, place.span.end - place.span.begin);
}

}  // namespace

TEST_CASE("a place in a query is found in the mapping's text, whatever escapes stand before it", "[mapping]") {
  const std::string text = "{\"query\":\n \"SELECT\\n\\t\\u00e9x \\ud83d\\ude00 ÄFROM y\"}";
  PlaceFinder places(text);
  const FoundPlace place = placeOf("FROM", text, places);
  CHECK(marked(text, place) == "FROM");
  CHECK(place.start == TextPosition{2, 35});
  CHECK(place.to - place.from == 4);
  CHECK(place.from == place.span.begin - 1);  // Ä is one unit and two bytes
  REQUIRE(place.inField);
  CHECK(*place.inField == Span{15, 19});  // SELECT, line break, tab, éx, blank, emoji of two units, blank, Ä
}

TEST_CASE("places of several fields of one text are told apart", "[mapping]") {
  const std::string text = R"({"groupName":"\u0041","query":"A B","properties":[]})";
  PlaceFinder places(text);
  const Span name{13, 21};
  const FoundPlace inName = places.find({0, 1}, name);
  CHECK(marked(text, inName) == "\\u0041");
  CHECK(marked(text, placeOf("B", text, places)) == "B");
  CHECK(marked(text, places.find({0, 1}, name)) == "\\u0041");
  CHECK_FALSE(places.find({0, 1}, std::nullopt).inField);
}

TEST_CASE("a place beyond its field or its text ends with it", "[mapping]") {
  const std::string text = R"({"query":"A"})";
  PlaceFinder places(text);
  CHECK(places.find({50, 60}, Span{9, 12}).span == Span{11, 11});
  CHECK(places.find({50, 60}, std::nullopt).start == TextPosition{1, 14});
  CHECK(places.find({0, 1}, Span{9, 900}).span == Span{0, 1});
}
