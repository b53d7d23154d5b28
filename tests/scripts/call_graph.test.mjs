/** Which functions go into a part of the engine: told by who calls whom, never by a name alone. */
import { describe, expect, it } from "vitest";
import { choose } from "../../scripts/lib/call_graph.mjs";

const node = (name, style) => `  "${name}" [style="${style}];`;
const call = (from, to) => `  "${from}" -> "${to}"; // call`;
const exported = 'filled", fillcolor="gray"';
const behindPointer = 'filled, rounded"';

const graph = [
  'digraph call {\n    "A" -> "B" [style="filled, rounded", label = "Direct Call"];',
  node("main", exported),
  call("main", "premap::resolve::Row::read()"),
  call("premap::resolve::Row::read()", "premap::geometry::Measurer::measure(premap::geometry::Placement const&)"),
  call("premap::resolve::Row::read()", "premap::geometry::Placement::zero()"),
  call("premap::resolve::Row::read()", "sin"),
  call("premap::geometry::Measurer::measure(premap::geometry::Placement const&)", "premap::geometry::Curve::length()"),
  call(
    "premap::geometry::Measurer::measure(premap::geometry::Placement const&)",
    "premap::geometry::Placement::zero()",
  ),
  call("premap::geometry::Curve::length()", "sin"),
  call("premap::geometry::Curve::length()", "asinh"),
  call("asinh", "log1p"),
  call("log1p", "asinh"),
  node("std::function<double (premap::geometry::Curve)>::call()", behindPointer),
  call("std::function<double (premap::geometry::Curve)>::call()", "cbrt"),
  node("_ZNSt10__function6__funcIZN6premap8geometry5trackEvE3$_0EclEv", behindPointer),
  node("_ZNSt10__function6__funcIZN6premap7resolve5partsEvE3$_0NS_8geometry4SpanEEclEv", behindPointer),
  call("_ZNSt10__function6__funcIZN6premap7resolve5partsEvE3$_0NS_8geometry4SpanEEclEv", "hypot"),
  node("std::function<premap::geometry::Span (premap::resolve::Part)>::call()", behindPointer),
  node("std::function<premap::geometry::Span (premap::(anonymous namespace)::Part)>::call()", behindPointer),
  node("std::function<premap::geometry::Span (premap::Part)>::call()", behindPointer),
].join("\n");
const parts = { geometry: { namespaces: ["premap::geometry"], entrances: ["premap::geometry::Measurer::"] } };

describe("a part has", () => {
  const { geometry } = choose(graph, parts);
  it("its entrances, and what is called by them alone, whatever it is called and however it calls itself", () =>
    expect(geometry).toEqual(
      expect.arrayContaining([
        "premap::geometry::Measurer::measure(premap::geometry::Placement const&)",
        "premap::geometry::Curve::length()",
        "asinh",
        "log1p",
      ]),
    ));
  it("functions behind pointers that name no other module, and what they call", () =>
    expect(geometry).toEqual(
      expect.arrayContaining([
        "std::function<double (premap::geometry::Curve)>::call()",
        "cbrt",
        "_ZNSt10__function6__funcIZN6premap8geometry5trackEvE3$_0EclEv",
      ]),
    ));
  it("nothing that the engine calls otherwise", () => expect(geometry).toHaveLength(7));
});

describe("a list that is wrong", () => {
  it("is refused when it names an entrance that is gone", () =>
    expect(() => choose(graph, { geometry: { namespaces: [], entrances: ["premap::geometry::Mesher::"] } })).toThrow(
      "has no function premap::geometry::Mesher::",
    ));
  it("leaves in the engine what is called past the entrances", () =>
    expect(choose(graph, { geometry: { namespaces: [], entrances: ["premap::geometry::Curve::"] } })).toEqual({
      geometry: expect.not.arrayContaining(["sin", "premap::geometry::Placement::zero()"]),
    }));
});

it("an entrance belongs to its part, though another part calls it", () => {
  const two = choose(graph, {
    lengths: { namespaces: [], entrances: ["premap::geometry::Curve::"] },
    logarithms: { namespaces: [], entrances: ["log1p"] },
  });
  expect(two.lengths).toEqual(["premap::geometry::Curve::length()"]);
  expect(two.logarithms).toEqual(["log1p"]);
});
