// Pickers for a snapshot and a mapping.
import { useWorkbench } from "../../engine";
import { Button } from "../../ui/button";
import "./open.css";
import { mappingTypes, pickFiles, snapshotTypes } from "../../lib/picked_files";
import { RecentFiles } from "./recent_files";

/** The two pickers of the header, and what was open lately. */
export function OpenButtons() {
  const { files } = useWorkbench();
  const pick = async (what: string, endings: readonly string[]) => {
    const picked = await pickFiles(what, endings);
    if (picked.length > 0) await files.openAny(picked);
  };
  return (
    <>
      <RecentFiles />
      <Button icon="file" onClick={() => void pick("iModel snapshots", snapshotTypes)}>
        Open snapshot
      </Button>
      <Button icon="table" onClick={() => void pick("Mappings", mappingTypes)}>
        Open mapping
      </Button>
      <Button icon="plus" aria-label="New mapping" onClick={() => files.newMapping()}>
        New
      </Button>
    </>
  );
}
