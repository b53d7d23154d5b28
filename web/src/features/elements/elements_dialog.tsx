// The elements behind a number of another sheet, or of the start screen, before there is a table to show them in.
import { useWorkbench } from "../../engine";
import { Dialog } from "../../ui/dialog";
import ElementsList from "./elements_list";

export default function ElementsDialog() {
  const { listing } = useWorkbench();
  const listed = listing.use((s) => s.listed);
  if (!listed) return null;
  const close = () => listing.change({ listed: null });
  return (
    <Dialog title={listed.title} className="elements-sheet" open onOpen={(open) => open || close()}>
      <ElementsList key={listed.title} listed={listed} onShowRows={close} onClose={close} />
    </Dialog>
  );
}
