// What an element's geometry measures: as the service's engine has it, and the truth where that differs.
import type { ElementMeasures, Measures } from "../../engine";
import { plural } from "../../lib/format";

const rows = [
  ["Length", "length", "m"],
  ["Area", "area", "m²"],
  ["Volume", "volume", "m³"],
] as const satisfies readonly (readonly [string, keyof Measures, string])[];

const number = new Intl.NumberFormat("en", { maximumSignificantDigits: 9 });

export function Geometry({ measures }: { measures: ElementMeasures }) {
  const { engine, exact, differing, counted, refused, deviations } = measures;
  const notes = [...refusalsOf(measures), ...deviations];
  return (
    <section className="geometry" aria-label="Geometry">
      <h3>Geometry</h3>
      <p>
        {plural(counted, "primitive")} measured{refused > 0 && <>, {refused} could not be read</>}.
      </p>
      <dl>
        {rows.map(([name, key, unit]) => (
          <div key={key}>
            <dt>{name}</dt>
            <dd>
              {engine[key] === 0 ? "–" : `${number.format(engine[key])} ${unit}`}
              {differing.includes(key) && <> (in truth {`${number.format(exact[key])} ${unit}`})</>}
            </dd>
          </div>
        ))}
      </dl>
      {notes.length > 0 && (
        <ul>
          {notes.map(({ code, what }) => (
            <li key={code}>{what}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Each once, however many primitives it is of. */
const refusalsOf = ({ primitives, refusal }: ElementMeasures) =>
  [...new Map([refusal, ...primitives.map((each) => each.refusal)].map((each) => [each?.code, each])).values()].filter(
    (each) => each !== undefined,
  );
