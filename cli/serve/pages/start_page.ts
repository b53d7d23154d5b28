/** The page at `/`: what is served and every address to copy. It asks nothing of anybody and runs one small script, for copying. */

import { reportTables } from "../runs/report_tables.js";
import type { Service } from "../service.js";
import { bases, odataAddress } from "./addresses.js";
import { html, type Html } from "./html.js";
import { isPageThere, pageAddress } from "./page_files.js";

export interface PageText {
  readonly text: string;
  readonly nonce: string;
}

export function startPage(service: Service, origin: string, key: string | undefined): PageText {
  const nonce = crypto.randomUUID();
  const { models, store, runs } = service;
  const reports = store.reports.value.reports.filter(({ deleted }) => !deleted);
  const ofKey = key === undefined ? "" : `?key=${encodeURIComponent(key)}`;
  const body = html` <h1>premap serve</h1>
    <p>The Insights service, over snapshots on this machine. Nothing leaves it.</p>
    ${isPageThere() ? html`<p><a href="${pageAddress("", key)}">Open premap's page</a>: edit the mappings, extract them, and see why each cell has its value.</p>` : html``}
    <h2>Snapshots</h2>
    <table>
      <tr>
        <th>Name</th>
        <th>iModel</th>
        <th>iTwin</th>
        <th>Mappings</th>
        <th>Latest extraction</th>
      </tr>
      ${models.map((model) => {
        const count = [...store.mappings.all()].filter(({ iModelId }) => iModelId === model.iModelId).length;
        const latest = runs.of(model.iModelId)[0];
        return html`<tr>
          <td>${model.name}</td>
          <td>${copied(model.iModelId)}</td>
          <td>${copied(model.iTwinId)}</td>
          <td>${String(count)}</td>
          <td>${latest ? `${latest.state}, ${latest.startedOn}` : "none yet"}</td>
        </tr>`;
      })}
    </table>
    <h2>Addresses for client packages</h2>
    <table>
      ${bases(origin).map(
        ([what, address]) =>
          html`<tr>
            <td>${what}</td>
            <td>${copied(address)}</td>
          </tr>`,
      )}
    </table>
    ${key === undefined ? html`` : html`<p>Key: ${copied(key)} as <code>Authorization: Bearer …</code>; for OData also Basic, as the password of any user.</p>`}
    <h2>Reports</h2>
    ${reports.length === 0 ? html`<p>None yet. A report names the mappings whose tables it shows.</p>` : html``}
    ${reports.map((report) => {
      const address = odataAddress(origin, report.id);
      const { runs: shown, aggregated } = reportTables(store, runs, report.id);
      const names = [
        ...new Set([
          ...shown.flatMap(({ tables, isReplaced }) => (isReplaced ? [] : tables.map(({ entitySet }) => entitySet))),
          ...aggregated.map(({ entitySet }) => entitySet),
        ]),
      ];
      return html`<h3>${report.displayName}</h3>
        <p>OData: ${copied(address)} · <a href="/feeds/${report.id}.pbids${ofKey}">Power BI</a></p>
        <ul>
          ${names.map(
            (name) =>
              html`<li>
                ${copied(`${address}/${name}`)} ·
                <a href="/feeds/${report.id}/${encodeURIComponent(name)}.odc${ofKey}">Excel</a>
              </li>`,
          )}
        </ul>`;
    })}`;
  return { text: whole(body, nonce), nonce };
}

export function lockedPage(): PageText {
  const nonce = crypto.randomUUID();
  const body = html`<h1>premap serve</h1>
    <p>This page needs the key: open the address that the terminal shows, which ends with <code>?key=…</code></p>`;
  return { text: whole(body, nonce), nonce };
}

const copied = (text: string): Html => html`<code>${text}</code> <button data-copy="${text}">Copy</button>`;

const whole = (body: Html, nonce: string): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="referrer" content="no-referrer" />
        <title>premap serve</title>
        <style nonce="${nonce}">
          body {
            font:
              15px/1.5 system-ui,
              sans-serif;
            margin: 2rem auto;
            max-width: 70rem;
            padding: 0 1rem;
            color-scheme: light dark;
          }
          table {
            border-collapse: collapse;
          }
          td,
          th {
            text-align: left;
            padding: 0.2rem 1rem 0.2rem 0;
            vertical-align: top;
          }
          code {
            font-size: 0.9em;
            overflow-wrap: anywhere;
          }
          button {
            font-size: 0.75em;
          }
        </style>
      </head>
      <body>
        ${body}
        <script nonce="${nonce}">
          document.addEventListener("click", (event) => {
            const text = event.target.dataset?.copy;
            if (text)
              navigator.clipboard.writeText(text).then(() => {
                event.target.textContent = "Copied";
              });
          });
        </script>
      </body>
    </html> `.toString();
