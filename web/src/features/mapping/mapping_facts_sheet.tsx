// The form behind the button beside the mapping's name. Each field is one edit.
import { apiOf, type MappingOutline, useWorkbench } from "../../engine";
import { set, setOrRemove } from "../../lib/patches";
import { NameField } from "./name_field";
import { TextField } from "./text_field";

const mappingNameFault = (name: string): string | undefined =>
  name.trim() === "" ? "A mapping needs a name." : undefined;

export default function MappingFactsSheet({ outline }: { outline: MappingOutline }) {
  const { documents, edits } = useWorkbench();
  const api = documents.use(apiOf);
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
    <form className="column-form" aria-label="The mapping" onSubmit={(event) => event.preventDefault()}>
      <NameField
        label="Mapping name"
        value={name}
        faultOf={mappingNameFault}
        onRename={(next) => void edits.change(set(pointer, "mappingName", next))}
      />
      <TextField label="Description" isLong value={description ?? ""} onDone={setDescription} />
      <label className="field">
        <span>Extraction</span>
        <select value={isOn} onChange={(event) => setEnabled(event.target.value)}>
          <option value="">Not said ({otherwise})</option>
          <option value="true">On: extracted whenever the iModel changes</option>
          <option value="false">Off: extracted when it is asked for</option>
        </select>
      </label>
      {id !== undefined && (
        <dl className="group-facts">
          <dt>Id</dt>
          <dd>
            <code>{id}</code>
          </dd>
        </dl>
      )}
      <p className="column-form__note">Each change is one step for Undo.</p>
    </form>
  );
}
