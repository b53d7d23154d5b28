// The mapping on screen and the service: whether it is there, writing it, and what to do when somebody else has changed it.
import { documentOf, isEdited, useWorkbench } from "../../engine";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { FaultNote } from "./connect";

export function Saving() {
  const { service, documents } = useWorkbench();
  const shown = documents.use(documentOf);
  const { saving, model } = service.use((s) => s);
  if (shown.name === "") return null;
  const isServed = service.isServed(shown);
  const isThere = isServed && !isEdited(shown);
  const isBusy = saving.phase === "saving";
  return (
    <section className="service__saving" aria-label="The mapping on screen">
      <div className="service__line">
        <Icon name="table" />
        <b className="service__name one-line">{shown.name}</b>
        <span className="service__note" role="status">
          {isBusy ? "Saving…" : wordsOf(isServed, isThere, saving.phase === "saved" && saving.name === shown.name)}
        </span>
        <Button size="small" icon="send" disabled={isThere || isBusy || !model} onClick={() => void service.save()}>
          {isServed ? "Save to the service" : "Add to the service"}
        </Button>
      </div>
      {saving.phase === "failed" && <FaultNote fault={saving.fault} />}
      {saving.phase === "conflict" && (
        <div className="alert alert--attention" role="alert">
          <Icon name="warning" />
          <div>
            <p>
              {saving.name} was not saved: somebody else has changed it since you opened it, with an editor or through
              the API.
            </p>
            <p className="service__buttons">
              <Button size="small" onClick={() => void service.takeTheirs()}>
                Show theirs
              </Button>
              <Button size="small" onClick={() => void service.saveOver()}>
                Save mine over theirs
              </Button>
              <Button size="small" look="plain" onClick={() => service.forgetSaving()}>
                Decide later
              </Button>
            </p>
            <p>With theirs on screen, Undo brings your edits back.</p>
          </div>
        </div>
      )}
    </section>
  );
}

function wordsOf(isServed: boolean, isThere: boolean, isJustSaved: boolean): string {
  if (!isServed) return "is not in the service.";
  if (!isThere) return "has edits that the service does not have yet.";
  return isJustSaved ? "is saved." : "is as the service has it.";
}
