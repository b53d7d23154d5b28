// The call `validateRequest`: the fields of a request around a mapping, judged before it is sent.
#include "premap/check/request.h"
#include "session/calls/calls.h"

namespace premap::calls {

std::string validateRequest(Readings&, const Params& params) {
  const std::string fields = params.json("fields");
  return okEnvelope(validationText(premap::validateRequest(params.text("request"), fields.empty() ? "{}" : fields), {},
                                   std::nullopt));
}

}  // namespace premap::calls
