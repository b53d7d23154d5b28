const { createEngine } = require("premap");

createEngine().then(async (engine) => {
  const snapshot = await engine.open("building.bim");
  const [[beams]] = await snapshot.query("SELECT COUNT(*) FROM ONLY bt.Beam").toArray();
  console.log(JSON.stringify({ name: snapshot.info.name, beams, inPlace: true }));
  engine.close();
});
