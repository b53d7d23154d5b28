/**
 * premap/presentation: a snapshot as what the iTwin presentation packages read from: their `ECSqlQueryExecutor`
 * (`createQueryReader`) and `ECSchemaProvider` (`getSchema`).
 *
 * ```ts
 * const schemaProvider = createSchemaProvider(snapshot);
 * const imodelAccess = {
 *   imodelKey: snapshot.info.iModelId,
 *   ...schemaProvider,
 *   ...createCachingECClassHierarchyInspector({ schemaProvider }),
 *   ...createLimitingECSqlQueryExecutor(createQueryExecutor(snapshot), 1000),
 * };
 * createIModelHierarchyProvider({ imodelAccess, hierarchyDefinition });
 * ```
 *
 * The shapes are theirs (`@itwin/presentation-shared`); nothing of it is imported.
 */

export { createQueryExecutor } from "./query_executor.js";
export type * from "./query_executor.js";
export { createSchemaProvider } from "./schema_provider.js";
export type * from "./schema_provider.js";
