// Before there is a connection: the key, why the last try failed, and for a page from elsewhere the way to one that may connect.
import { type FormEvent, useState } from "react";
import { useWorkbench } from "../../engine";
import type { FaultKind, ServiceFault } from "../../lib/service_client";
import { isKeyKept } from "../../lib/service_key";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Notice } from "../../ui/notice";

export function Connect() {
  const { service } = useWorkbench();
  const { phase, address, fault } = service.use((s) => s);
  const [key, setKey] = useState("");
  const [isKept, setKept] = useState(isKeyKept);

  function submit(event: FormEvent) {
    event.preventDefault();
    void service.connect(key.trim(), isKept);
  }

  if (phase === "connecting") {
    return (
      <Notice
        live
        title={`Connecting to ${address}`}
        actions={<Button onClick={() => service.cancelConnecting()}>Cancel</Button>}
      >
        <div className="progress" />
      </Notice>
    );
  }
  return (
    <form className="service__connect" onSubmit={submit}>
      <p>
        Mappings, extractions and tables of the <code>premap serve</code> that this page came from. The page asks it
        only once you connect, and can ask nobody else.
      </p>
      {fault && <FaultNote fault={fault} />}
      <label className="field">
        <span>Address</span>
        <input value={address} readOnly />
      </label>
      <label className="field">
        <span>Key</span>
        <input
          type="password"
          value={key}
          autoComplete="off"
          spellCheck={false}
          ref={focusFirst}
          aria-describedby="service-key-note"
          onChange={(event) => setKey(event.target.value)}
        />
      </label>
      <p id="service-key-note" className="service__note">
        The terminal shows it when the service starts. Started with <code>--no-auth</code> it wants none.
      </p>
      <label className="service__tick">
        <input type="checkbox" checked={isKept} onChange={(event) => setKept(event.target.checked)} />
        Keep the key in this browser. Otherwise it is gone with this tab.
      </label>
      <div>
        <Button look="primary" type="submit">
          Connect
        </Button>
      </div>
    </form>
  );
}

/** React takes autofocus for its own, and a dialog that opens asks for the attribute. */
function focusFirst(input: HTMLInputElement | null): void {
  input?.setAttribute("autofocus", "");
  input?.focus();
}

const advice: Partial<Record<FaultKind, string>> = {
  gone: "Is it still running? Start it again, open the address that it shows, or connect here once it runs.",
  key: "The key is made anew at every start: take the one that the terminal shows now.",
};

export function FaultNote({ fault }: { fault: ServiceFault }) {
  return (
    <div className="alert" role="alert">
      <Icon name="error" />
      <div>
        <p>
          {fault.message} {advice[fault.kind]}
        </p>
        {fault.details.length > 0 && (
          <ul>
            {fault.details.slice(0, 5).map((detail, index) => (
              <li key={index}>{detail}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

/** The page's policy names one origin, its own: the page has to come from the service. */
export function NoService() {
  const [address, setAddress] = useState("http://127.0.0.1:8080");
  const page = pageOf(address);
  return (
    <div className="service__connect">
      <p>This page may talk to nobody. To work with a running service, open the page that the service serves itself:</p>
      <pre className="service__command" tabIndex={0}>
        npx premap serve --snapshot building.bim
      </pre>
      <p>
        The terminal then shows an address that begins with <b>Page</b> and brings the key along. Edits of this page
        stay here: save the mapping as a file and open it there.
      </p>
      <label className="field">
        <span>Address of a service that runs</span>
        <input
          value={address}
          spellCheck={false}
          aria-invalid={page === undefined}
          onChange={(event) => setAddress(event.target.value)}
        />
      </label>
      {page === undefined ? (
        <p className="service__note" role="alert">
          An address looks like http://127.0.0.1:8080
        </p>
      ) : (
        <p>
          <a className="button button--primary" href={page} target="_blank" rel="noreferrer">
            Open its page
          </a>
        </p>
      )}
    </div>
  );
}

function pageOf(address: string): string | undefined {
  try {
    const { origin, protocol } = new URL(address.trim());
    return /^https?:$/.test(protocol) ? `${origin}/page/` : undefined;
  } catch {
    return undefined;
  }
}
