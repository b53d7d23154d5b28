// Pickers for a snapshot and a mapping.
import { useWorkbench } from "../../engine";
import { Button } from "../../ui/button";
import "./open.css";
import { pickFiles, type Wanted } from "../../lib/picked_files";

/** The two pickers of the header, which both take whatever is chosen. */
export function OpenButtons() {
  const { files } = useWorkbench();
  const pick = async (wanted: Wanted) => {
    const picked = await pickFiles(wanted);
    if (picked.length > 0) await files.openAny(picked);
  };
  return (
    <>
      <Button icon="file" onClick={() => void pick("snapshot")}>
        Open snapshot
      </Button>
      <Button icon="table" onClick={() => void pick("mapping")}>
        Open mapping
      </Button>
      <Button icon="plus" aria-label="New mapping" onClick={() => files.newMapping()}>
        New
      </Button>
    </>
  );
}
