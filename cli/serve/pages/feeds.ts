/** Files to double-click: Power BI and Excel open them on a report's address. They hold no key: the programs ask for one. */

import { escaped } from "./html.js";

/** Power BI Desktop: the whole report. */
export function pbids(url: string): string {
  return JSON.stringify({
    version: "0.1",
    connections: [{ details: { protocol: "odata", address: { url } }, mode: "Import" }],
  });
}

/** Excel: one table, as a query of Power Query. */
export function odc(url: string, table: string): string {
  const formula = [
    "let",
    `    Source = OData.Feed(${quoted(url)}, null, [Implementation="2.0"]),`,
    `    Table = Source{[Name=${quoted(table)}, Signature="table"]}[Data]`,
    "in",
    "    Table",
  ].join("\r\n");
  const mashup = `<Mashup xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://schemas.microsoft.com/DataMashup"><Client>EXCEL</Client><Version>2.72.0.0</Version><MinVersion>2.21.0.0</MinVersion><Culture>en-US</Culture><SafeCombine>true</SafeCombine><Items><Query Name="${escaped(table)}"><Formula>${escaped(formula)}</Formula><IsParameterQuery xsi:nil="true" /><IsDirectQuery xsi:nil="true" /></Query></Items></Mashup>`;
  return `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv=Content-Type content="text/x-ms-odc; charset=utf-8">
<meta name=ProgId content=ODC.Database>
<meta name=SourceType content=OLEDB>
<title>${escaped(table)}</title>
<xml id=docprops><o:DocumentProperties xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40"><o:Name>${escaped(table)}</o:Name></o:DocumentProperties></xml>
<xml id=msodc><odc:OfficeDataConnection xmlns:odc="urn:schemas-microsoft-com:office:odc" xmlns="http://www.w3.org/TR/REC-html40"><odc:PowerQueryConnection odc:Type="OLEDB"><odc:ConnectionString>Provider=Microsoft.Mashup.OleDb.1;Data Source=$Workbook$;Location=&quot;${escaped(table)}&quot;</odc:ConnectionString><odc:CommandType>SQL</odc:CommandType><odc:CommandText>SELECT * FROM [${escaped(table)}]</odc:CommandText></odc:PowerQueryConnection><odc:PowerQueryMashupData>${escaped(mashup)}</odc:PowerQueryMashupData></odc:OfficeDataConnection></xml>
</head>
<body></body>
</html>
`;
}

/** A text in Power Query's language. */
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
