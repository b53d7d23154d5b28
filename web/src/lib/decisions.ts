// The rules of the service leave some questions open. Where a cell hung on premap's answer to one, the page says so.

const answers: Record<string, string> = {
  A2: "the row's class was read from an unusual ECClassId column",
  A3: "the class named in an entry was also asked of a column of the query",
  A4: "a column of the query was matched by its whole name",
  A5: "the first of several query columns of one name was taken",
  A6: "subclasses of the named aspect class were counted too",
  A8: "a value that does not fit the type was passed over",
  A9: "ecPropertyType and dataType differ, so the value was converted twice",
  A10: "the value was converted by the table of conversions",
  A11: "a column without a data type was treated as a String",
  A22: "a number in JSON was taken as a whole number when written so",
  A23: "the class id is shown as a hexadecimal id",
  A28: "a wildcard matched rows that are aspects",
  A31: "id and relClassName of a link won over properties of the same name",
};

export const knownDecisions: readonly string[] = Object.keys(answers);

/** The answer a cell hung on, in words. */
export const decisionText = (name: string): string => answers[name] ?? `open question ${name}`;
