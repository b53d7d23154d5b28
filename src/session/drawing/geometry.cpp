// The call `openGeometry`: a cursor that draws one element after the other.
#include <cmath>

#include "premap/session/envelope.h"
#include "session/calls/mapping_params.h"
#include "session/drawing/batch.h"
#include "session/drawing/colors.h"
#include "session/drawing/drawing.h"
#include "session/drawing/elements.h"
#include "session/drawing/parts.h"

namespace premap::drawing {
namespace {

using geometry::Drawing;
using geometry::DrawnPart;
using geometry::Look;
using geometry::Transform;
using geometry::Vec3;

struct DrawingWish {
  geometry::DrawOptions options;
  std::optional<Vec3> origin;  ///< none: near what is drawn
};

// Floats that count from no farther away are good to a millimetre.
constexpr double kNear = 10'000;
// Corners of an element that the next one may use the room of.
constexpr size_t kMostKept = 10'000;

class GeometryCursor : public Cursor {
 public:
  GeometryCursor(const Catalog& catalog, std::unique_ptr<ElementRows> rows, const DrawingWish& wish)
      : rows_(std::move(rows)),
        colors_(catalog),
        tessellator_(wish.options),
        parts_(catalog, colors_, tessellator_),
        isOriginGiven_(wish.origin.has_value()),
        origin_(wish.origin.value_or(Vec3())) {}

  Result<std::vector<uint8_t>> next(const BatchBudget& budget) override {
    const Deadline deadline(budget.milliseconds);
    while (!isDone_) {
      if (!isWaiting_) {
        const auto found = rows_->next(deadline);
        if (!found) {
          isDone_ = true;
          return Diagnostics(found.diagnostics());
        }
        isDone_ = *found == ElementRows::Found::Done;
        if (*found == ElementRows::Found::Nothing) return finish(BatchFlag::Paused);
        // One that is far from all others gets a batch with an origin of its own.
        isWaiting_ = *found == ElementRows::Found::Row && !isOriginGiven_ && !isNear();
        if (isWaiting_ && !batch_.isEmpty()) return finish(BatchFlag::None);
        if (*found == ElementRows::Found::Row && !isWaiting_) addElement();
      }
      if (isWaiting_) origin_ = middle(), isWaiting_ = false, addElement();
      const bool isFull = batch_.byteSize() >= budget.maxBytes || batch_.elementCount() >= budget.maxRows;
      if (!isDone_ && (isFull || deadline.passedNow())) return finish(BatchFlag::None);
    }
    return finish(BatchFlag::Last);
  }

 private:
  std::vector<uint8_t> finish(uint32_t flags) {
    return batch_.isEmpty() ? writer_.finish(flags) : batch_.finish(writer_, flags, origin_);
  }

  // Where an element is: its shape may lie far from the place it stands at.
  Vec3 middle() const {
    const auto box = rows_->box();
    return box ? mix(box->low, box->high, 0.5) : rows_->placement().origin;
  }
  bool isNear() const {
    const Vec3 at = middle();
    return !isFinite(at) || (!isFirst_ && distance(at, origin_) < kNear);
  }

  void addElement() {
    Transform frame = rows_->placement();
    const uint32_t element = batch_.addElement(rows_->id(), rows_->box());
    if (!isFinite(frame.origin)) return batch_.addRefused(1);
    isFirst_ = false;
    frame.origin = frame.origin - origin_;
    tessellator_.draw(rows_->stream(), drawing_);
    const Drawing& drawing = drawing_;
    batch_.addRefused(drawing.refused + (drawing.stream != geometry::Refusal::None));
    const uint64_t category = rows_->category();
    const bool isAdded =
        batch_.addDrawing(drawing, frame, element, [&](const Look& look) { return colors_.of(look, category); });
    if (!isAdded) batch_.addRefused(drawing.drawn);
    parts_.startElement();
    for (const DrawnPart& part : drawing.parts) parts_.addInstances(part, frame, element, category, batch_);
    if (drawing.points.size() > kMostKept) drawing_ = {};
  }

  std::unique_ptr<ElementRows> rows_;
  Colors colors_;
  geometry::Tessellator tessellator_;
  Drawing drawing_;
  Parts parts_;
  const bool isOriginGiven_;
  Vec3 origin_;
  bool isFirst_ = true, isDone_ = false;
  bool isWaiting_ = false;  ///< an element was found that is to begin a batch
  DrawingBatch batch_;
  BatchWriter writer_{DrawingBatch::kinds()};
};

Diagnostic misfit(const std::string& what) {
  return error("option-value", what);
}

// Within these, or none when it is not given.
Result<std::optional<double>> lengthIn(const Params& params, const char* name, double least, double most,
                                       const char* wanted) {
  if (!params.has(name)) return std::optional<double>();
  const auto value = nlohmann::json::parse(params.json(name), nullptr, false);
  const double number = value.is_number() ? value.get<double>() : 0;
  if (number >= least && number <= most) return std::optional(number);
  return misfit('`' + std::string(name) + "` must be a number of " + wanted);
}

Result<std::optional<Vec3>> originIn(const Params& params) {
  if (!params.has("origin")) return std::optional<Vec3>();
  const auto value = nlohmann::json::parse(params.json("origin"), nullptr, false);
  Vec3 origin;
  bool isPoint = value.is_object() && value.size() == 3;
  const auto read = [&](const char* name, double& to) {
    const auto found = isPoint ? value.find(name) : value.end();
    isPoint = isPoint && found != value.end() && found->is_number();
    if (isPoint) to = found->get<double>();
  };
  read("x", origin.x), read("y", origin.y), read("z", origin.z);
  if (isPoint && isFinite(origin)) return std::optional(origin);
  return misfit("`origin` must be a point {x, y, z}, in metres");
}

// Angles come in degrees. Finer shapes than these differ by less than floats can tell, and no memory holds them.
Result<DrawingWish> wishIn(const Params& params) {
  constexpr double degree = 0.017453292519943295;
  DrawingWish wish;
  auto chord = lengthIn(params, "chordTolerance", 1e-6, 1e9, "metres, at least 0.000001 (a micrometre)");
  if (!chord) return std::move(chord.diagnostics());
  auto angle = lengthIn(params, "angleTolerance", 0.2, 90, "degrees, at least 0.2 and at most 90");
  if (!angle) return std::move(angle.diagnostics());
  auto origin = originIn(params);
  if (!origin) return std::move(origin.diagnostics());
  if (*chord) wish.options.tolerance.chord = **chord;
  if (*angle) wish.options.tolerance.angle = **angle * degree;
  wish.options.wantsConstruction = params.flag("construction");
  wish.origin = *origin;
  return wish;
}

}  // namespace

[[gnu::noinline]] std::string openGeometry(SessionState& state, const Params& params) {
  const auto wish = wishIn(params);
  if (!wish) return failEnvelope(wish.diagnostics());
  auto rows = ElementRows::open(state, params, ElementRows::Wanted::Stream);
  if (!rows) return failEnvelope(rows.diagnostics(), params.text("mapping"));
  const std::shared_ptr<const MappingText> mapping = (*rows)->mapping;
  auto cursor = std::make_unique<GeometryCursor>(*state.catalog, std::move(*rows), *wish);
  JsonWriter json;
  json.beginObject().key("cursor").value(state.keep({mapping, {}, std::move(cursor)})).endObject();
  return okEnvelope(json.text());
}

}  // namespace premap::drawing
