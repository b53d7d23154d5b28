// What the colours mean, and a way to hide what has one.
import { count } from "../../lib/format";
import { Door } from "../../ui/door";
import { type Legend, type LegendItem, type Rgb, shadeOf } from "./looks";

interface LegendListProps {
  legend: Legend;
  hidden: ReadonlySet<string>;
  onHidden: (hidden: ReadonlySet<string>) => void;
  /** Chooses the elements of an item, by its number in the legend. */
  onChoose: (item: number) => void;
  /** Boxes and shapes are told apart where there are both. */
  shapes: number;
  boxes: number;
}

const css = ([r, g, b]: Rgb): string => `rgb(${r}, ${g}, ${b})`;
const number = new Intl.NumberFormat("en", { maximumSignificantDigits: 6 });

export function LegendList({ legend, hidden, onHidden, onChoose, shapes, boxes }: LegendListProps) {
  const { title, scale, items } = legend;
  const shown = items.filter((item) => item.count > 0 || item.fault !== undefined || item.key.startsWith("group "));
  const put = (key: string, isShown: boolean) => {
    const next = new Set(hidden);
    if (isShown) next.delete(key);
    else next.add(key);
    onHidden(next);
  };
  return (
    <section className="legend" aria-label="Legend" tabIndex={0}>
      <h3>{title}</h3>
      {scale && (
        <div className="legend__scale">
          <Ramp />
          <p>
            <span>{number.format(scale.low)}</span>
            <span>{number.format(scale.high)}</span>
          </p>
        </div>
      )}
      <ul>
        {shown.map((item) => (
          <li key={item.key}>
            <label title={item.fault ?? item.words}>
              <input
                type="checkbox"
                checked={!hidden.has(item.key)}
                onChange={(event) => put(item.key, event.target.checked)}
              />
              <Swatch item={item} />
              <span className="legend__words one-line">{item.words}</span>
            </label>
            <span className="legend__count">
              {item.fault !== undefined ? (
                "does not run"
              ) : item.count === 0 ? (
                "0"
              ) : (
                <Door title={`Choose the elements of ${item.words}`} onClick={() => onChoose(items.indexOf(item))}>
                  {count(item.count)}
                </Door>
              )}
            </span>
          </li>
        ))}
      </ul>
      <p className="legend__note">
        {shapes === 0
          ? "Pale, with edges: the box around an element."
          : boxes === 0
            ? "Every element is drawn with its shape."
            : "Solid: an element's shape. Pale, with edges: the box around it."}
      </p>
    </section>
  );
}

function Swatch({ item: { colour, isStriped } }: { item: LegendItem }) {
  return (
    <svg className="legend__swatch" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
      <rect width="14" height="14" rx="3" fill={css(colour)} />
      {isStriped && <path d="M0 8 8 0M2 14 14 2M8 14l6-6" stroke="#fff" strokeOpacity="0.7" strokeWidth="2.4" />}
    </svg>
  );
}

function Ramp() {
  const steps = Array.from({ length: 24 }, (_, index) => index);
  return (
    <svg viewBox="0 0 24 1" preserveAspectRatio="none" role="img" aria-label="From the smallest value to the largest">
      {steps.map((step) => (
        <rect key={step} x={step} width="1.05" height="1" fill={css(shadeOf(step / 23))} />
      ))}
    </svg>
  );
}
