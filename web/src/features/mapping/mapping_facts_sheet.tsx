// The form of what a mapping has besides its groups. Each field is one edit.
import { apiOf, type MappingOutline, useProblemsByField, useWorkbench } from "../../engine";
import { set, setOrRemove } from "../../lib/patches";
import { Button } from "../../ui/button";
import { FieldForm, FieldSlot, type FieldWish } from "./field_slot";
import { NameField } from "./name_field";
import { TextField } from "./text_field";

const mappingNameFault = (name: string): string | undefined =>
  name.trim() === "" ? "A mapping needs a name." : undefined;

interface MappingFormProps {
  outline: MappingOutline;
  wish: FieldWish | null;
}

export default function MappingForm({ outline, wish }: MappingFormProps) {
  const { documents, edits } = useWorkbench();
  const api = documents.use(apiOf);
  const problems = useProblemsByField();
  const others = problems?.at({ group: -1, column: -1, field: "others" }) ?? [];
  const { pointer, name, description, extractionEnabled, id } = outline;
  const isOn = extractionEnabled === undefined ? "" : String(extractionEnabled);
  const otherwise = api === "reporting" ? "on, as Reporting v1 takes it" : "off, as Grouping and Mapping takes it";
  const setDescription = (text: string) =>
    void edits.change(text === "" && description === undefined ? [] : setOrRemove(pointer, "description", text));
  const setEnabled = (value: string) =>
    void edits.change(
      value === ""
        ? [{ op: "remove", path: `${pointer}/extractionEnabled` }]
        : set(pointer, "extractionEnabled", value === "true"),
    );
  return (
    <FieldForm label="The mapping" group={-1} column={-1} problems={problems} wish={wish}>
      <FieldSlot field="name">
        {({ describedBy }) => (
          <NameField
            label="Mapping name"
            value={name}
            faultOf={mappingNameFault}
            onRename={(next) => void edits.change(set(pointer, "mappingName", next))}
            describedBy={describedBy}
          />
        )}
      </FieldSlot>
      <FieldSlot field="description">
        {({ describedBy }) => (
          <TextField
            label="Description"
            isLong
            value={description ?? ""}
            onDone={setDescription}
            describedBy={describedBy}
          />
        )}
      </FieldSlot>
      <FieldSlot field="extraction">
        {({ describedBy }) => (
          <label className="field">
            <span>Extraction</span>
            <select value={isOn} aria-describedby={describedBy} onChange={(event) => setEnabled(event.target.value)}>
              <option value="">Not said ({otherwise})</option>
              <option value="true">On: extracted whenever the iModel changes</option>
              <option value="false">Off: extracted when it is asked for</option>
            </select>
          </label>
        )}
      </FieldSlot>
      {others.length > 0 && (
        <FieldSlot field="others">
          {({ describedBy }) => (
            <fieldset className="metadata" aria-describedby={describedBy}>
              <legend>Members that a mapping does not have</legend>
              {others.map(({ path = "" }) => (
                <Button
                  key={path}
                  size="small"
                  icon="trash"
                  onClick={() => void edits.change([{ op: "remove", path }])}
                >{`Remove ${memberOf(path)}`}</Button>
              ))}
            </fieldset>
          )}
        </FieldSlot>
      )}
      {id !== undefined && (
        <dl className="group-facts">
          <dt>Id</dt>
          <dd>
            <code>{id}</code>
          </dd>
        </dl>
      )}
      <p className="column-form__note">Each change is one step for Undo.</p>
    </FieldForm>
  );
}

/** The name that a pointer ends with. */
const memberOf = (path: string): string =>
  path
    .slice(path.lastIndexOf("/") + 1)
    .replaceAll("~1", "/")
    .replaceAll("~0", "~");
