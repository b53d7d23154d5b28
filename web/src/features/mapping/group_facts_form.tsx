// What a group has besides its name, rows and columns: what is said of it, and pairs of words that others may read (metadata).
import { apiOf, type GroupOutline, useWorkbench } from "../../engine";
import { append, set, setOrRemove } from "../../lib/patches";
import { Button, IconButton } from "../../ui/button";
import { NameField } from "./name_field";
import { TextField } from "./text_field";

export function GroupFactsForm({ group }: { group: GroupOutline }) {
  const { documents, edits } = useWorkbench();
  const api = documents.use(apiOf);
  const { pointer, description, metadata } = group;
  const setDescription = (text: string) =>
    void edits.change(text === "" && description === undefined ? [] : setOrRemove(pointer, "description", text));
  return (
    <>
      <TextField label="Description" isLong value={description ?? ""} onDone={setDescription} />
      {(api === "groupingAndMapping" || metadata !== undefined) && (
        <Metadata pointer={pointer} items={metadata ?? []} />
      )}
    </>
  );
}

type Item = NonNullable<GroupOutline["metadata"]>[number];

const keyFault = (key: string): string | undefined => (key.trim() === "" ? "A pair needs a key." : undefined);

/** Keys are unique and not blank; a value may be missing. */
function Metadata({ pointer, items }: { pointer: string; items: readonly Item[] }) {
  const { edits } = useWorkbench();
  const list = `${pointer}/metadata`;
  const taken = new Set(items.map(({ key }) => key));
  const add = () => {
    let key = "key";
    for (let number = 2; taken.has(key); number += 1) key = `key${number}`;
    void edits.change(append(list, { key, value: "" }));
  };
  // The last one takes the list with it: an empty one says nothing.
  const remove = (index: number) =>
    void edits.change([{ op: "remove", path: items.length === 1 ? list : `${list}/${index}` }]);
  return (
    <fieldset className="metadata">
      <legend>Metadata</legend>
      {items.map(({ key, value }, index) => (
        <div key={index} className="metadata__item">
          <NameField
            label={`Key ${index + 1}`}
            value={key}
            faultOf={(next) => (next !== key && taken.has(next) ? "There is this key." : keyFault(next))}
            onRename={(next) => void edits.change(set(`${list}/${index}`, "key", next))}
          />
          <TextField
            label={`Value ${index + 1}`}
            value={value ?? ""}
            onDone={(next) => void edits.change(set(`${list}/${index}`, "value", next))}
          />
          <IconButton icon="trash" label={`Delete ${key}`} onClick={() => remove(index)} />
        </div>
      ))}
      <Button size="small" icon="plus" onClick={add}>
        Pair
      </Button>
    </fieldset>
  );
}
