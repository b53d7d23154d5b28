// What the mapping forgets: classes whose elements are in no group.
import { useState } from "react";
import { type GroupFacts, type Listed, type UngroupedClass, useWorkbench } from "../../engine";
import { count, plural } from "../../lib/format";
import { classGroup } from "../../lib/new_groups";
import { schemaIndex } from "../../lib/schema_index";
import { IconButton } from "../../ui/button";
import { Door } from "../../ui/door";

/** More classes than this are a list nobody reads. */
const most = 40;

interface UngroupedProps {
  facts: GroupFacts;
  listed: Listed | null;
  onList: (listed: Listed | null) => void;
}

/** Classes some elements of which no group has, each one click from a group of its own. */
export function Ungrouped({ facts, listed, onList }: UngroupedProps) {
  const { edits, files } = useWorkbench();
  const schemas = files.use((s) => s.schemas);
  const [all, setAll] = useState(false);
  const [isWhole, setWhole] = useState(false);
  const classes = facts.ungrouped.filter((item) => all || item.isGeometric);
  const hidden = facts.ungrouped.length - facts.ungrouped.filter((item) => item.isGeometric).length;

  function addGroup(item: UngroupedClass) {
    const withElements = facts.ungrouped.map((other) => other.class);
    edits.addGroups([classGroup(schemaIndex(schemas ?? []), item.class, withElements)]);
  }

  const elementsOf = (item: UngroupedClass): Listed => ({
    question: {
      kind: "ungrouped",
      class: item.class,
      groups: facts.groups.filter(({ isRead }) => isRead).map(({ group }) => group),
    },
    title: `${item.class} in no group`,
    count: item.ungrouped,
  });

  return (
    <section className="facts__part" aria-labelledby="facts-ungrouped">
      <h3 id="facts-ungrouped">In no group</h3>
      {hidden > 0 && (
        <label className="choice facts__choice">
          <input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} />
          With elements that have no geometry ({plural(hidden, "class", "classes")})
        </label>
      )}
      {classes.length === 0 ? (
        <p className="facts__note">Every element {all ? "" : "with geometry "}is in a group.</p>
      ) : (
        <ul className="ungrouped">
          {classes.slice(0, isWhole ? undefined : most).map((item) => (
            <li key={item.class}>
              <span className="one-line" title={item.class}>
                {item.class}
              </span>
              <Door
                className="ungrouped__count"
                aria-pressed={listed?.title === elementsOf(item).title}
                title={`List the elements of ${item.class} that are in no group`}
                onClick={() => onList(listed?.title === elementsOf(item).title ? null : elementsOf(item))}
              >
                {item.ungrouped === item.elementCount
                  ? `all ${count(item.elementCount)}`
                  : `${count(item.ungrouped)} of ${count(item.elementCount)}`}
              </Door>
              <IconButton icon="plus" label={`Add a group for ${item.class}`} onClick={() => addGroup(item)} />
            </li>
          ))}
        </ul>
      )}
      {classes.length > most && (
        <p className="facts__note">
          <Door aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? "Show fewer classes" : `and ${plural(classes.length - most, "more class", "more classes")}`}
          </Door>
        </p>
      )}
    </section>
  );
}
