// To the page that sends: the mapping is handed over within the browser, and nothing is asked of anybody.
import { useState } from "react";
import { documentOf, type PushPlan, useWorkbench } from "../../engine";
import { addressFor, handOver } from "../../lib/handing";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";

interface SendButtonProps {
  api: PushPlan["api"];
  live: string | undefined;
  canSend: boolean;
}

export function SendButton({ api, live, canSend }: SendButtonProps) {
  const { documents, files } = useWorkbench();
  /** Why there is no new tab: it could not be opened (then its address), or nothing could be handed over. */
  const [trouble, setTrouble] = useState<{ address?: string } | null>(null);

  async function open() {
    const { name, text } = documentOf(documents.state);
    const { snapshot } = files.state;
    const iModelId = snapshot.phase === "ready" && snapshot.info.isIModel ? snapshot.info.iModelId : undefined;
    const key = await handOver({ name, text, api, ...(live ? { live } : {}), ...(iModelId ? { iModelId } : {}) });
    if (key === undefined) return setTrouble({});
    // With an opener: so the key of a service that this tab has is that tab's, too. The page there lets go of it.
    setTrouble(window.open(addressFor(key), "_blank") ? null : { address: addressFor(key) });
  }

  return (
    <>
      <Button icon="send" disabled={!canSend} onClick={() => void open()}>
        Send…
      </Button>
      {trouble && (
        <p className="push__remark push__remark--fault push__trouble" role="alert">
          <Icon name="error" />
          {trouble.address === undefined ? (
            <span>This browser keeps nothing, so the mapping cannot be handed over: use the script.</span>
          ) : (
            <span>
              This browser opens no tab by itself:{" "}
              <a href={trouble.address} target="_blank">
                open the page that sends
              </a>
            </span>
          )}
        </p>
      )}
    </>
  );
}
