// Help: the glossary of reasons and codes, and what premap is, which version, and where to read more.
import { useDeferredValue, useMemo, useState } from "react";
import { useAnswer, useWorkbench } from "../../engine";
import { plural } from "../../lib/format";
import { type Explained, lookUp } from "../../lib/glossary";
import { help } from "../../lib/help";
import { Dialog } from "../../ui/dialog";
import { SearchField } from "../../ui/search_field";
import { Ticked } from "../../ui/ticked";
import "./help.css";

const repository = "https://github.com/premap/premap";
const readings = [
  ["Guide", "guide.md", "the page, from a file to a mapping"],
  ["ECSQL", "ecsql.md", "what a query may say"],
  ["Mapping file", "mapping-file.md", "its fields"],
  ["Formulas", "formulas.md", "functions and operators"],
  ["How a cell is filled", "resolution.md", "the rules, in their order"],
  ["Problems", "diagnostics.md", "every code on one page"],
] as const;

export default function HelpDialog() {
  const { isOpen, topic } = help.use((s) => s);
  return (
    <Dialog title="Help" className="help" open={isOpen} onOpen={(open) => help.change({ isOpen: open })}>
      <Glossary key={topic} topic={topic} />
      <About />
    </Dialog>
  );
}

function Glossary({ topic }: { topic: string }) {
  const [typed, setTyped] = useState(topic);
  const wanted = useDeferredValue(typed);
  const found = useMemo(() => lookUp(wanted), [wanted]);
  return (
    <section className="help__glossary" aria-label="Glossary">
      <SearchField label="Find a reason or a code" value={typed} onChange={setTyped} />
      <p className="help__count" role="status">
        {found.length === 0
          ? `No reason or code has “${wanted.trim()}”.`
          : plural(found.length, "reason and code", "reasons and codes")}
      </p>
      <dl className="help__list" tabIndex={0} aria-label="Reasons and codes">
        {found.map((explained) => (
          <Item key={`${explained.kind} ${explained.code}`} {...explained} />
        ))}
      </dl>
    </section>
  );
}

function Item({ code, kind, severity, short, what, why, example, todo }: Explained) {
  return (
    <div className="help__item">
      <dt>
        <code>{code}</code>
        <span className="chip">{kind === "reason" ? `Why: ${short}` : severity}</span>
      </dt>
      <dd>
        <p>
          <Ticked text={what} />
          {why && (
            <>
              {" "}
              <Ticked text={why} />
            </>
          )}
        </p>
        {example && (
          <p>
            For example <code>{example}</code>
          </p>
        )}
        <p className="help__todo">
          <Ticked text={todo} />
        </p>
      </dd>
    </div>
  );
}

function About() {
  const { engine } = useWorkbench();
  const { value: version } = useAnswer("version", async () => (await engine.start()).version);
  return (
    <section className="help__about" aria-label="About premap">
      <h3>premap</h3>
      <p>
        Previews an Insights mapping on an iModel snapshot, on this machine. It is free software under the MIT licence,
        an independent project, not made or endorsed by Bentley Systems.
      </p>
      <p role="status">
        {version
          ? `Version ${version.version}, ECSQL ${version.ecsqlVersion}, SQLite ${version.sqliteVersion}`
          : "Asking the engine for its version…"}
      </p>
      <ul>
        {readings.map(([name, file, about]) => (
          <li key={file}>
            <Outside href={`${repository}/blob/main/docs/${file}`}>{name}</Outside>: {about}
          </li>
        ))}
        <li>
          <Outside href={repository}>Source and issues</Outside>
        </li>
        <li>
          <Outside href="./third-party-notices.txt">Third-party notices</Outside>: what others wrote in it
        </li>
      </ul>
    </section>
  );
}

/** Opened beside the page, which tells nobody where it was. */
function Outside({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}
