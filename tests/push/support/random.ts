/** Mappings and edits of them, by chance: the same for the same seed. */
export type Chance = (bound: number) => number;

export interface Column {
  propertyName: string;
  [field: string]: unknown;
}
export interface Group {
  groupName: string;
  query: string;
  properties: Column[];
  calculatedProperties?: Column[];
  customCalculations?: Column[];
  [field: string]: unknown;
}
export interface MappingFile {
  mappingName: string;
  groups: Group[];
  [field: string]: unknown;
}

const types = ["String", "Double", "Integer", "Boolean"];
const quantities = ["Area", "Distance", "Volume", "Mass"];
const measures = ["Volume", "Area", "Length", "BoundingBoxLongestEdgeLength"];
const classes = ["bis.Element", "bis.GeometricElement3d", "bt.Beam"];
const texts = ["", "Take-off", "with 'quotes' and \"these\"", "Größe, 面積", "a\\b"];

export class Maker {
  #number = 0;
  constructor(
    private readonly chance: Chance,
    private readonly isReporting: boolean,
  ) {}

  #pick<Item>(list: readonly Item[]): Item {
    return list[this.chance(list.length)] as Item;
  }

  mapping(name: string, mostGroups: number, mostColumns: number): MappingFile {
    const groups = Array.from({ length: this.chance(mostGroups + 1) }, () => this.group(this.chance(mostColumns + 1)));
    return {
      mappingName: name,
      ...(this.chance(2) ? { description: this.#pick(texts) } : {}),
      ...(this.chance(2) ? { extractionEnabled: this.chance(2) === 1 } : {}),
      groups,
    };
  }

  group(columns: number): Group {
    this.#number += 1;
    const group: Group = {
      // Two groups of one name are one table: both APIs take them.
      groupName: this.chance(12) === 0 ? "Shared" : `Group${this.#number}`,
      query: this.#query(),
      ...(this.chance(2) ? { description: this.#pick(texts) } : {}),
      ...(!this.isReporting && this.chance(3) === 0 ? { metadata: [{ key: "k", value: String(this.chance(9)) }] } : {}),
      properties: [],
    };
    // The first is what formulas read.
    if (columns > 0) group.properties.push(this.#mapped("Base", "Double"));
    for (let count = 1; count < columns; count += 1) this.addColumn(group);
    return group;
  }

  #query(): string {
    return `SELECT ECInstanceId, ECClassId FROM ${this.#pick(classes)} WHERE ECInstanceId > ${this.chance(1000)}`;
  }

  addColumn(group: Group): void {
    this.#number += 1;
    const propertyName = `Column${this.#number}`;
    const kind = this.chance(4);
    const quantityType = this.chance(2) ? { quantityType: this.#pick(quantities) } : {};
    const formula = `Base * ${this.chance(100)}`;
    const type = this.#pick(measures);
    if (kind < 2 || group.properties.length === 0) group.properties.push(this.#mapped(propertyName));
    else if (this.isReporting && kind === 2) (group.calculatedProperties ??= []).push({ propertyName, type });
    else if (this.isReporting) (group.customCalculations ??= []).push({ propertyName, formula, ...quantityType });
    else if (kind === 2)
      group.properties.push({ propertyName, dataType: "Double", calculatedPropertyType: type, ...quantityType });
    // In front of what it reads, where it can be.
    else group.properties.splice(1, 0, { propertyName, dataType: "Double", formula, ...quantityType });
  }

  #mapped(propertyName: string, dataType = this.#pick(types)): Column {
    const entry = () => ({
      ecSchemaName: this.#pick(["*", "BuildingTest"]),
      ecClassName: this.#pick(["*", "Beam"]),
      ecPropertyName: this.#pick(["UserLabel", "Mark", "Length"]) + (this.chance(3) ? "" : String(this.chance(9))),
      ...(this.isReporting ? { ecPropertyType: dataType } : {}),
    });
    const ecProperties = [
      ...new Map(Array.from({ length: 1 + this.chance(3) }, entry).map((e) => [JSON.stringify(e), e])).values(),
    ];
    return {
      propertyName,
      dataType,
      ...(this.chance(3) ? {} : { quantityType: this.#pick(quantities) }),
      ecProperties,
    };
  }

  /** One to eight changes. */
  edit(mapping: MappingFile): MappingFile {
    const edited = structuredClone(mapping);
    for (let count = 1 + this.chance(8); count > 0; count -= 1) this.#change(edited);
    return edited;
  }

  #change(mapping: MappingFile): void {
    const group = mapping.groups[this.chance(mapping.groups.length)];
    const kind = this.chance(9);
    if (kind === 0) mapping["description"] = this.#pick(texts);
    else if (kind === 1 || !group) mapping.groups.push(this.group(this.chance(6)));
    else if (kind === 2) mapping.groups.splice(mapping.groups.indexOf(group), 1);
    else if (kind === 3) group.query = this.#query();
    else if (kind === 4) this.addColumn(group);
    else if (kind === 5) group.groupName = `Renamed${(this.#number += 1)}`;
    else {
      const list =
        this.#pick([group.properties, group.calculatedProperties, group.customCalculations].filter((l) => l?.length)) ??
        [];
      const column = list[this.chance(list.length)];
      if (!column) return;
      const isBase = column.propertyName === "Base";
      if (kind === 6 && !isBase) list.splice(list.indexOf(column), 1);
      else if (kind === 7 && !isBase) column.propertyName = `Renamed${(this.#number += 1)}`;
      else if ("formula" in column) column["formula"] = `Base + ${this.chance(1000)}`;
      else if ("ecProperties" in column) Object.assign(column, this.#mapped(column.propertyName, "Double"));
    }
  }
}
