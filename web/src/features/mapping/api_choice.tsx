// By whose rules the mapping is judged and pushed: as its text tells, with what tells it, or as chosen here.
import { documentOf, type MappingApi, mappingApis, useWorkbench } from "../../engine";
import { placeWords } from "../../lib/outline";

export function ApiChoice({ onShowSign }: { onShowSign: (pointer: string) => void }) {
  const workbench = useWorkbench();
  const { documents } = workbench;
  const outline = documents.use((s) => s.outline);
  const chosen = documents.use((s) => documentOf(s).api);
  if (!outline || outline.mappingCount === 0) return null;
  const { api, apiSign } = outline;
  const place = apiSign && placeWords(outline, apiSign.pointer);
  return (
    <div className="mapping-api">
      <label className="mapping-api__choice">
        <span>For</span>
        <select
          aria-label="API the mapping is for"
          value={chosen ?? ""}
          onChange={(event) => workbench.chooseApi((event.target.value || null) as MappingApi | null)}
        >
          <option value="">
            {chosen
              ? "As the text tells"
              : `${new Map(mappingApis).get(api)}${apiSign ? ", as the text tells" : " (default)"}`}
          </option>
          {mappingApis.map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {!chosen && apiSign && (
        <button type="button" className="mapping-api__sign" onClick={() => onShowSign(apiSign.pointer)}>
          Told by {apiSign.what.replaceAll("`", "")}
          {place && <> in {place}</>}
        </button>
      )}
      {!chosen && !apiSign && <p className="mapping-api__note">Nothing in it tells the API: either would take it.</p>}
    </div>
  );
}
