// What became of saving the mapping as a file: quietly when it is there, plainly when it is not.
import { useEffect } from "react";
import { documentOf, isSameMapping, useWorkbench } from "../../engine";
import { Button, IconButton } from "../../ui/button";
import { Icon } from "../../ui/icon";
import "./save.css";

/** So long is said that all is well (ms). */
const told = 6000;

export default function SavingNote() {
  const { documents, saving } = useWorkbench();
  const state = saving.use((s) => s);
  const now = documents.use(documentOf);
  useEffect(() => {
    if (state.phase !== "saved") return;
    const wait = setTimeout(() => saving.dismiss(), told);
    return () => clearTimeout(wait);
  }, [saving, state]);
  // Its buttons are about the mapping on screen: they wait for the one that was not saved.
  if ("mapping" in state && !isSameMapping(state.mapping, now)) return null;
  const dismiss = <IconButton icon="close" label="Dismiss" onClick={() => saving.dismiss()} />;
  if (state.phase === "changed") {
    return (
      <div className="banner banner--fault" role="alert">
        <Icon name="warning" />
        <span>
          {state.name} was not saved: another program has changed it since you opened it. Open it again to see the
          change (your edits stay behind Undo), save under another name, or overwrite it.
        </span>
        <Button size="small" onClick={() => void saving.saveAs()}>
          Save as…
        </Button>
        <Button size="small" onClick={() => void saving.overwrite()}>
          Overwrite
        </Button>
        {dismiss}
      </div>
    );
  }
  if (state.phase === "failed") {
    return (
      <div className="banner banner--fault" role="alert">
        <Icon name="error" />
        <span>
          {state.name} was not saved: {state.message}. Your edits are still here, and kept in this browser.
        </span>
        <Button size="small" onClick={() => void saving.save()}>
          Try again
        </Button>
        <Button size="small" onClick={() => void saving.saveAs()}>
          Save as…
        </Button>
        {dismiss}
      </div>
    );
  }
  return (
    <p role="status" className={state.phase === "saved" ? "saved-note" : "visually-hidden"}>
      {state.phase === "saved" &&
        (state.isDownload ? `${state.name} is in your downloads.` : `${state.name} is saved.`)}
    </p>
  );
}
