// A snapshot's schemas as @itwin/presentation-shared asks for them, over one answer of `schemas()`.
import { engineError } from "../errors.js";
import type { ClassInfo, PropertyInfo, SchemaInfo, Snapshot } from "../types.js";

export interface ECSchemaItem {
  readonly schema: ECSchema;
  /** `"BisCore.Element"` */
  readonly fullName: string;
  readonly name: string;
  readonly label?: string;
}

export interface ECSchema {
  readonly name: string;
  getClass(name: string): Promise<ECClass | undefined>;
}

export interface ECClass extends ECSchemaItem {
  is(className: string, schemaName: string): Promise<boolean>;
  is(other: { readonly fullName: string }): Promise<boolean>;
  getProperty(name: string): Promise<ECProperty | undefined>;
  getProperties(): Promise<ECProperty[]>;
  isEntityClass(): boolean;
  isRelationshipClass(): boolean;
  isStructClass(): boolean;
  isMixin(): boolean;
}

export interface ECProperty {
  readonly name: string;
  readonly class: ECClass;
  readonly label?: string;
  readonly kindOfQuantity: Promise<ECSchemaItem | undefined>;
  isArray(): boolean;
  isStruct(): boolean;
  isPrimitive(): boolean;
  isEnumeration(): boolean;
  isNavigation(): boolean;
  /** Of primitive properties. */
  readonly primitiveType?: string;
  readonly extendedTypeName?: string;
  /** Of navigation properties. */
  readonly relationshipClass?: Promise<ECClass>;
}

export interface SchemaProvider {
  getSchema(schemaName: string): Promise<ECSchema | undefined>;
}

/**
 * The schemas of a snapshot, as presentation code asks for them. What a snapshot's schema list does not hold (directions and
 * constraints of relationships, enumerators) rejects or throws with `metadata-unavailable`; it is never made up.
 *
 * The answer fits `ECSchemaProvider` of the presentation packages when it is cast to it: their declaration also has those members.
 */
export function createSchemaProvider(snapshot: Snapshot): SchemaProvider {
  let read: Promise<Map<string, Schema>> | undefined;
  const schemas = () => (read ??= snapshot.schemas().then(index));
  return { getSchema: async (schemaName) => (await schemas()).get(schemaName.toLowerCase()) };
}

function index(infos: readonly SchemaInfo[]): Map<string, Schema> {
  const all = new Map<string, Schema>();
  for (const info of infos) all.set(info.name.toLowerCase(), new Schema(info, all));
  return all;
}

class Schema implements ECSchema {
  readonly name: string;
  private readonly classes: ReadonlyMap<string, Class>;

  constructor(
    info: SchemaInfo,
    readonly all: ReadonlyMap<string, Schema>,
  ) {
    this.name = info.name;
    this.classes = new Map(info.classes.map((one) => [one.name.toLowerCase(), new Class(this, one)]));
  }

  async getClass(name: string): Promise<Class | undefined> {
    return this.find(name);
  }

  find(name: string): Class | undefined {
    return this.classes.get(name.toLowerCase());
  }

  /** A class of any schema by `"Schema.Class"`. */
  resolve(fullName: string): Class | undefined {
    const [schema = "", name = ""] = fullName.split(".");
    return this.all.get(schema.toLowerCase())?.find(name);
  }
}

abstract class Item {
  abstract readonly schema: Schema;
  abstract readonly name: string;
  get fullName(): string {
    return `${this.schema.name}.${this.name}`;
  }
}

class Class extends Item implements ECClass {
  readonly name: string;
  declare readonly label?: string;

  constructor(
    readonly schema: Schema,
    private readonly info: ClassInfo,
  ) {
    super();
    this.name = info.name;
    if (info.label) this.label = info.label;
  }

  async is(other: string | { readonly fullName: string }, schemaName?: string): Promise<boolean> {
    const wanted = typeof other === "string" ? `${schemaName}.${other}` : other.fullName;
    return this.derivesFrom(wanted.replace(":", ".").toLowerCase());
  }

  async getProperty(name: string): Promise<ECProperty | undefined> {
    const found = this.info.properties.find((one) => one.name.toLowerCase() === name.toLowerCase());
    return found && new Property(this, found);
  }

  async getProperties(): Promise<ECProperty[]> {
    return this.info.properties.map((one) => new Property(this, one));
  }

  isEntityClass(): boolean {
    return this.info.type === "entity" && !this.info.isMixin;
  }
  isRelationshipClass(): boolean {
    return this.info.type === "relationship";
  }
  isStructClass(): boolean {
    return this.info.type === "struct";
  }
  isMixin(): boolean {
    return this.info.isMixin;
  }

  get direction(): never {
    throw unavailable(`the direction of ${this.fullName}`);
  }
  get source(): never {
    throw unavailable(`the source of ${this.fullName}`);
  }
  get target(): never {
    throw unavailable(`the target of ${this.fullName}`);
  }

  private derivesFrom(fullName: string): boolean {
    if (this.fullName.toLowerCase() === fullName) return true;
    return this.info.bases.some((base) => this.schema.resolve(base)?.derivesFrom(fullName) === true);
  }
}

/** Names of primitive types as the metadata packages spell them. */
const primitiveTypes: Readonly<Record<string, string>> = {
  binary: "Binary",
  boolean: "Boolean",
  dateTime: "DateTime",
  double: "Double",
  geometry: "IGeometry",
  int: "Integer",
  long: "Long",
  point2d: "Point2d",
  point3d: "Point3d",
  string: "String",
};

class Property implements ECProperty {
  readonly name: string;
  declare readonly label?: string;
  readonly class: ECClass;

  constructor(
    private readonly asked: Class,
    private readonly info: PropertyInfo,
  ) {
    this.name = info.name;
    if (info.label) this.label = info.label;
    this.class = asked.schema.resolve(info.owner) ?? asked;
  }

  get kindOfQuantity(): Promise<ECSchemaItem | undefined> {
    return Promise.resolve(this.item(this.info.kindOfQuantity));
  }
  isArray(): boolean {
    return this.info.kind === "primitiveArray" || this.info.kind === "structArray";
  }
  isStruct(): boolean {
    return this.info.kind === "struct" || this.info.kind === "structArray";
  }
  isPrimitive(): boolean {
    return (this.info.kind === "primitive" || this.info.kind === "primitiveArray") && !this.isEnumeration();
  }
  isEnumeration(): boolean {
    return this.info.enumeration !== undefined;
  }
  isNavigation(): boolean {
    return this.info.kind === "navigation";
  }
  get primitiveType(): string {
    const type = this.info.type.replace("[]", "");
    return primitiveTypes[type] ?? type;
  }
  get extendedTypeName(): string {
    return this.info.extendedType ?? "";
  }
  get relationshipClass(): Promise<ECClass> {
    const found = this.asked.schema.resolve(this.info.relationship ?? "");
    return found ? Promise.resolve(found) : Promise.reject(unavailable(`the relationship of ${this.name}`));
  }
  get structClass(): ECClass {
    const found = this.asked.schema.resolve(this.info.type.replace("[]", ""));
    if (!found) throw unavailable(`the struct of ${this.name}`);
    return found;
  }
  get direction(): never {
    throw unavailable(`the direction of ${this.name}`);
  }
  get enumeration(): Promise<never> {
    return Promise.reject(unavailable(`the enumerators of ${this.name}`));
  }
  get minOccurs(): number {
    return 0;
  }

  private item(fullName: string | undefined): ECSchemaItem | undefined {
    if (fullName === undefined) return undefined;
    const [schemaName = "", name = ""] = fullName.split(/[.:]/);
    const schema = this.asked.schema.all.get(schemaName.toLowerCase());
    return schema && { schema, name, fullName: `${schema.name}.${name}` };
  }
}

function unavailable(what: string): Error {
  return engineError("metadata-unavailable", `a snapshot's schema list does not hold ${what}`);
}
