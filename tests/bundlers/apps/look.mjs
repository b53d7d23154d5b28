// What every app looks at: the sample, and a cone whose volume needs the part of the engine that is loaded on demand.
const cones = {
  mappingName: "Shapes",
  groups: [
    {
      groupName: "Cones",
      query: "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d WHERE CodeValue = 'cone'",
      properties: [{ propertyName: "Volume", dataType: "Double", calculatedPropertyType: "Volume" }],
    },
  ],
};

export async function look(engine, building, shapes) {
  const snapshot = await engine.open(building);
  const [[beams]] = await snapshot.query("SELECT COUNT(*) FROM ONLY bt.Beam").toArray();
  const { bytesRead } = await snapshot.stats();
  const preview = await (await engine.open(shapes)).preview(cones);
  const volume = preview.cell(0, "Volume")?.toFixed(6) ?? preview.diagnostics[0].message;
  engine.close();
  return { name: snapshot.info.name, beams, volume, bytesRead };
}

/** The same, of files as a page has them. */
export async function lookAtFiles(engine) {
  const fileOf = async (name) => new File([await (await fetch(`/${name}`)).blob()], name);
  const building = await fileOf("building.bim");
  const { bytesRead, ...found } = await look(engine, building, await fileOf("shapes.bim"));
  return { ...found, inPlace: bytesRead < building.size };
}

export function tell(result) {
  result.then(
    (found) => (window.result = found),
    (error) => (window.result = { error: String(error) }),
  );
}
