// Said once after work of an earlier visit was taken up.
import { documentOf, useWorkbench } from "../../engine";
import { Button, IconButton } from "../../ui/button";
import { Icon } from "../../ui/icon";

export default function ResumedNotice() {
  const workbench = useWorkbench();
  const name = workbench.documents.use((s) => documentOf(s).name);
  return (
    <div className="banner" role="status">
      <Icon name="info" />
      <span>{name} is as you left it. It is kept in this browser only; save it to have it as a file.</span>
      <Button size="small" onClick={() => void workbench.openSample()}>
        Start over with the sample
      </Button>
      <IconButton icon="close" label="Dismiss" onClick={() => workbench.documents.dismissResumed()} />
    </div>
  );
}
