const { createEngine } = require("premap");

createEngine().then(async (engine) => {
  const { look } = await import("./look.mjs");
  const { bytesRead: _, ...found } = await look(engine, "building.bim", "shapes.bim");
  console.log(JSON.stringify({ ...found, inPlace: true }));
});
