// The running service: connected to when the user says so, its mappings, reports and extractions.
import { useEffect, useState } from "react";
import { useWorkbench } from "../../engine";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Icon } from "../../ui/icon";
import { Notice } from "../../ui/notice";
import { Tabs } from "../../ui/tabs";
import { Connect, FaultNote, NoService } from "./connect";
import { Mappings } from "./mappings";
import { Reports } from "./reports";
import { Runs } from "./runs";
import { Saving } from "./saving";
import { useCaughtFocus } from "../../ui/use_caught_focus";
import "./service.css";

type Tab = "mappings" | "reports" | "runs";

export default function ServiceDialog() {
  const { service } = useWorkbench();
  const { isOpen, phase } = service.use((s) => s);
  const onOpen = (open: boolean) => (open ? service.open() : service.close());
  return (
    <Dialog title="Service" className="service" open={isOpen} onOpen={onOpen}>
      {phase === "none" && <NoService />}
      {(phase === "off" || phase === "connecting") && <Connect />}
      {(phase === "on" || phase === "lost") && <Connected />}
    </Dialog>
  );
}

function Connected() {
  const { service, files } = useWorkbench();
  const { phase, address, fault, lists, models, model, isLoading, trouble } = service.use((s) => s);
  const open = files.use((s) => (s.snapshot.phase === "ready" ? s.snapshot : null));
  const [tab, setTab] = useState<Tab>("mappings");
  const isLost = phase === "lost";
  const bar = useCaughtFocus<HTMLDivElement>();

  // What others did meanwhile shows when one looks.
  useEffect(() => {
    if (!isLost && lists && !isLoading) void service.refresh();
  }, []);

  return (
    <>
      <div className="service__bar" ref={bar} tabIndex={-1} role="group" aria-label="Connection">
        <span role="status" className={`chip ${isLost ? "chip--fault" : "chip--ok"}`}>
          {isLost ? "Lost" : "Connected"}
        </span>
        <code className="service__address one-line">{address}</code>
        {models.length > 1 && (
          <label className="field">
            <span className="visually-hidden">Snapshot</span>
            <select
              value={model?.id}
              onChange={(event) => {
                const chosen = models.find(({ id }) => id === event.target.value);
                if (chosen) void service.choose(chosen);
              }}
            >
              {models.map(({ id, displayName }) => (
                <option key={id} value={id}>
                  {displayName}
                </option>
              ))}
            </select>
          </label>
        )}
        <span className="service__buttons">
          <Button size="small" icon="restart" disabled={isLost || isLoading} onClick={() => void service.refresh()}>
            {isLoading ? "Loading…" : "Refresh"}
          </Button>
          <Button size="small" look="plain" onClick={() => service.disconnect()}>
            Disconnect
          </Button>
        </span>
      </div>
      {isLost && fault && (
        <div className="service__pad">
          <FaultNote fault={fault} />
          <Button size="small" look="primary" onClick={() => void service.again()}>
            Try again
          </Button>
        </div>
      )}
      {trouble && (
        <div className="service__pad">
          <FaultNote fault={trouble} />
        </div>
      )}
      {model && open && open.info.iModelId.toLowerCase() !== model.id && (
        <p className="service__pad service__note">
          <Icon name="info" /> The page shows {open.file.name}, the service {model.displayName}: open that
          snapshot&apos;s file to preview its mappings.
        </p>
      )}
      <div className="stack service__main" inert={isLost}>
        <Saving />
        {lists ? (
          <Tabs
            label="Of the service"
            selected={tab}
            onSelect={setTab}
            items={[
              { key: "mappings", label: `Mappings (${lists.mappings.length})` },
              { key: "reports", label: `Reports (${lists.reports.length})` },
              { key: "runs", label: "Extractions" },
            ]}
          >
            {tab === "mappings" && <Mappings onExtract={() => setTab("runs")} />}
            {tab === "reports" && <Reports />}
            {tab === "runs" && <Runs />}
          </Tabs>
        ) : (
          <Notice live title={isLoading ? "Loading mappings, reports and extractions" : "Nothing is loaded"}>
            {isLoading && <div className="progress" />}
          </Notice>
        )}
      </div>
    </>
  );
}
