/** What the tests use of OASIS' converter of CSDL, which brings no types. */
declare module "odata-csdl" {
  export function xml2json(xml: string, options: { strict: boolean; messages: unknown[] }): unknown;
}
