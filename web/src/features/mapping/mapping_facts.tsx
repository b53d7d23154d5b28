// What a mapping has besides its groups: its name, what is said of it, and whether it is extracted by itself.
import { useState } from "react";
import { useWorkbench } from "../../engine";
import { IconButton } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { later } from "../../ui/later";

const Form = later(() => import("./mapping_facts_sheet"));

/** The button beside the mapping's name, and the form behind it. */
export function MappingFacts() {
  const outline = useWorkbench().documents.use((s) => s.outline);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton
        icon="edit"
        label="Edit the mapping's name, description and extraction"
        disabled={!outline || outline.mappingCount === 0}
        onClick={() => setOpen(true)}
      />
      <Dialog title="The mapping" open={isOpen} onOpen={setOpen}>
        {outline && <Form outline={outline} wish={null} />}
      </Dialog>
    </>
  );
}
