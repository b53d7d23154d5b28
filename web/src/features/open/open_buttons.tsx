import { useWorkbench } from "../../engine";
import { Button } from "../../ui/button";
import "./open.css";
import { mappingTypes, pickFiles, snapshotTypes } from "./files";

/** The two pickers of the header. */
export function OpenButtons() {
  const workbench = useWorkbench();
  const pick = async (accept: string) => {
    const files = await pickFiles(accept);
    if (files.length > 0) await workbench.openAny(files);
  };
  return (
    <>
      <Button icon="file" onClick={() => void pick(snapshotTypes)}>
        <span className="open-word">Open</span> <span className="open-what">snapshot</span>
      </Button>
      <Button icon="table" onClick={() => void pick(mappingTypes)}>
        <span className="open-word">Open</span> <span className="open-what">mapping</span>
      </Button>
    </>
  );
}
