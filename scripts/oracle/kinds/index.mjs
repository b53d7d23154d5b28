// Every kind of query that once was, or may be, answered otherwise than natively: [name, maker].
import { casts } from "./casts.mjs";
import { classFunctions } from "./class_functions.mjs";
import { classNames } from "./class_names.mjs";
import { commonTables } from "./common_tables.mjs";
import { compounds } from "./compounds.mjs";
import { constants } from "./constants.mjs";
import { dates } from "./dates.mjs";
import { functions } from "./functions.mjs";
import { instanceAccess } from "./instance_access.mjs";
import { isOperands } from "./is_operands.mjs";
import { joins } from "./joins.mjs";
import { limits } from "./limits.mjs";
import { names } from "./names.mjs";
import { nulls } from "./nulls.mjs";
import { oddValues } from "./odd_values.mjs";
import { parameters } from "./parameters.mjs";
import { parentheses } from "./parentheses.mjs";
import { pragmaKinds } from "./pragmas.mjs";
import { relationships } from "./relationships.mjs";
import { sizes } from "./sizes.mjs";
import { spellings } from "./spelling.mjs";
import { tableFunctions } from "./table_functions.mjs";
import { valueRows } from "./value_rows.mjs";
import { windows } from "./windows.mjs";
import { wrongKinds } from "./wrong_kinds.mjs";

export const kinds = Object.entries({
  ...nulls,
  ...constants,
  ...parentheses,
  ...names,
  ...oddValues,
  ...valueRows,
  ...spellings,
  ...parameters,
  ...casts,
  ...dates,
  ...wrongKinds,
  ...isOperands,
  ...windows,
  ...classNames,
  ...relationships,
  ...classFunctions,
  ...instanceAccess,
  ...sizes,
  ...limits,
  ...tableFunctions,
  ...pragmaKinds,
  ...joins,
  ...functions,
  ...compounds,
  ...commonTables,
});
