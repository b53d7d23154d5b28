// What the rows are filtered by, above them: each a button that takes it away.
import { type KeyboardEvent, useEffect, useRef } from "react";
import { copyIds, isFiltering, useWorkbench } from "../../engine";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";

/** Nothing, unless rows are filtered by something else than a text. `onCopied`: says so. */
export function FilterChips({ onCopied }: { onCopied: (said: string) => void }) {
  const { arranging } = useWorkbench().questions;
  const wish = arranging.use((s) => s.wish);
  const arranged = arranging.use((s) => s.arranged);
  /** The rows of these filters, not of those before. */
  const isFound = arranging.finding.use((s) => s.phase !== "running") && arranged?.wish === wish;
  const bar = useRef<HTMLDivElement>(null);
  /** Where the focus goes once a chip that had it is gone. */
  const next = useRef<number | null>(null);
  const { where } = wish;

  useEffect(() => {
    if (next.current === null) return;
    const chips = bar.current?.querySelectorAll<HTMLElement>(".filters__chip");
    const search = bar.current?.parentElement?.querySelector<HTMLElement>(".search__input");
    (chips?.[Math.min(next.current, chips.length - 1)] ?? search)?.focus();
    next.current = null;
  }, [where]);

  function drop(at: number) {
    next.current = at;
    void arranging.want({ ...wish, where: where.filter((_, index) => index !== at) });
  }

  function dropAll() {
    next.current = 0;
    void arranging.want({ ...wish, filter: "", where: [] });
  }

  function onKey(event: KeyboardEvent, at: number) {
    if (event.key !== "Delete" && event.key !== "Backspace") return;
    event.preventDefault();
    drop(at);
  }

  return (
    <div ref={bar} {...(where.length > 0 ? { className: "filters", role: "group", "aria-label": "Filters" } : {})}>
      {where.map((filter, at) => (
        <button
          key={filter.about}
          type="button"
          className="filters__chip"
          aria-label={`Remove filter ${filter.words}`}
          title={`Remove filter ${filter.words}`}
          onClick={() => drop(at)}
          onKeyDown={(event) => onKey(event, at)}
        >
          <span className="one-line">{filter.words}</span>
          <Icon name="close" />
        </button>
      ))}
      {where.length > 0 && (
        <>
          {(where.length > 1 || wish.filter.trim() !== "") && (
            <Button size="small" look="plain" onClick={dropAll}>
              Remove all filters
            </Button>
          )}
          {arranged && isFiltering(arranged.wish) && (
            <Button
              size="small"
              look="plain"
              icon="copy"
              disabled={!isFound}
              onClick={() => void copyIds(arranging).then(onCopied)}
            >
              Copy ids
            </Button>
          )}
        </>
      )}
    </div>
  );
}
