// Said once after the engine was restarted, or for good when it cannot be.
import { useWorkbench } from "../../engine";
import { Button, IconButton } from "../../ui/button";
import { Icon } from "../../ui/icon";

export default function EngineNotice() {
  const workbench = useWorkbench();
  const { notice, stopped } = workbench.engine.use((s) => s);
  return (
    <div className={`banner${stopped ? " banner--fault" : ""}`} role="status">
      <Icon name={stopped ? "error" : "info"} />
      <span>
        {stopped
          ? "The engine keeps stopping on this file. Your edits are safe; copy the mapping file before you reload."
          : notice}
      </span>
      {stopped ? (
        <Button size="small" icon="restart" onClick={() => void workbench.reopen()}>
          Start it again
        </Button>
      ) : (
        <IconButton icon="close" label="Dismiss" onClick={() => workbench.engine.dismissNotice()} />
      )}
    </div>
  );
}
