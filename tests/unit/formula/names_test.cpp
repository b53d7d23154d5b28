// The names in a formula that may be columns'.
#include "catch.h"
#include "premap/formula/formula.h"

using namespace premap;

namespace {

std::string renamed(std::string_view formula, std::string_view from, std::string_view to) {
  std::string out;
  size_t copied = 0;
  for (const FormulaName& name : namesInFormula(formula)) {
    if (name.name != from) continue;
    out += formula.substr(copied, name.span.begin - copied);
    out += to;
    copied = name.span.end;
  }
  return out += formula.substr(copied);
}

}  // namespace

TEST_CASE("names are told from what only looks like one", "[formula]") {
  CHECK(renamed("Length * 2 + Length", "Length", "Span") == "Span * 2 + Span");
  CHECK(renamed(R"('Length' + "Length" + 'it\'s Length' + Length)", "Length", "Span") ==
        R"('Length' + "Length" + 'it\'s Length' + Span)");
  CHECK(renamed("max(Length,0x1f)", "Length", "Span") == "max(Span,0x1f)");
  CHECK(renamed("Length(1) + (Length)", "Length", "Span") == "Length(1) + (Span)");
  CHECK(renamed("LengthX + _Length + Länge_Length", "Length", "Span") == "LengthX + _Length + Länge_Length");
  CHECK(renamed("PI * Length", "PI", "Circle") == "PI * Length");
}

TEST_CASE("a fault hides the names in it, not those around it", "[formula]") {
  CHECK(renamed("Length + # + Length", "Length", "Span") == "Span + # + Span");
  CHECK(renamed("Length + 'open Length", "Length", "Span") == "Span + 'open Length");
}
