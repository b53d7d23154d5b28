// Where to and as whom. Nobody is asked before the user has signed in, and a token stays in memory.
import { type FormEvent, useState } from "react";
import { mappingApis } from "../engine/push";
import { keptKey } from "../lib/service_key";
import { Button } from "../ui/button";
import { Icon } from "../ui/icon";
import { useCaughtFocus } from "../ui/use_caught_focus";
import { serviceHere, surroundings } from "./arrival";
import { hostOf, liveRoot, useSender } from "./context";
import { authority, signInAddress } from "./sign_in";

export function WhereTo({ fault }: { fault: string | undefined }) {
  const sender = useSender();
  const { handed, name, place, who, step } = sender.use((s) => s);
  const isBusy = step.name === "working";
  const service = serviceHere();
  const targets = [...(service ? [[service, "This service"] as const] : []), [liveRoot, "The live API"] as const];
  return (
    <section className="send__where" aria-labelledby="send-where">
      <h2 id="send-where">Where to</h2>
      <p className="send__what">
        <Icon name="table" />
        <b>{name || handed?.name}</b>
        {name !== "" && <span className="send__note">{handed?.name}</span>}
      </p>
      <fieldset disabled={isBusy}>
        <legend>Place</legend>
        {targets.map(([root, words]) => (
          <label key={root}>
            <input
              type="radio"
              name="send-place"
              checked={place.root === root}
              onChange={() => void sender.choose({ root, mappingId: "" })}
            />
            <span>
              {words} <span className="send__note">{hostOf(root)}</span>
            </span>
          </label>
        ))}
        {!service && (
          <p className="send__note">
            To send to a running <code>premap serve</code>, begin in the page that the service serves.
          </p>
        )}
      </fieldset>
      <fieldset disabled={isBusy}>
        <legend>API</legend>
        {mappingApis.map(([api, words]) => (
          <label key={api}>
            <input
              type="radio"
              name="send-api"
              checked={place.api === api}
              onChange={() => void sender.choose({ api, mappingId: "" })}
            />
            {words}
          </label>
        ))}
      </fieldset>
      <Model key={place.iModelId} isBusy={isBusy} />
      {who === "in" ? <SignedIn isBusy={isBusy} /> : <SignIn key={place.root} fault={fault} />}
    </section>
  );
}

const isId = (text: string): boolean => /^[\w-]+$/.test(text);

/** Taken when one leaves the field: each letter would be another iModel. */
function Model({ isBusy }: { isBusy: boolean }) {
  const sender = useSender();
  const { place } = sender.use((s) => s);
  const [draft, setDraft] = useState(place.iModelId);
  const id = draft.trim();
  const take = () => id !== place.iModelId && void sender.choose({ iModelId: id, mappingId: "" });
  return (
    <label className="field">
      <span>iModel id</span>
      <input
        value={draft}
        disabled={isBusy}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={id !== "" && !isId(id)}
        aria-describedby="send-model-note"
        onChange={(event) => setDraft(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => event.key === "Enter" && take()}
      />
      <small id="send-model-note" className="send__note">
        {id !== "" && !isId(id) ? "An id has letters, digits and hyphens alone." : "The iModel that gets the mapping."}
      </small>
    </label>
  );
}

// ------------------------------------------------------------------------------------------------------------- sign-in

function SignIn({ fault }: { fault: string | undefined }) {
  const sender = useSender();
  const { place, who } = sender.use((s) => s);
  const [way, setWay] = useState<"token" | "application">("token");
  const part = useCaughtFocus<HTMLDivElement>();
  const isLive = place.root === liveRoot;
  return (
    <div className="send__sign-in" ref={part} tabIndex={-1} role="group" aria-labelledby="send-sign-in">
      <h3 id="send-sign-in">{who === "expired" ? "Sign in again" : "Sign in"}</h3>
      {who === "expired" && (
        <p className="alert" role="alert">
          <Icon name="warning" />
          <span>The token is not valid, or no longer. Once you are signed in again it goes on where it was.</span>
        </p>
      )}
      {who === "out" && fault !== undefined && (
        <p className="alert" role="alert">
          <Icon name="error" />
          <span>{fault}</span>
        </p>
      )}
      {isLive && (
        <fieldset>
          <legend>With</legend>
          <label>
            <input type="radio" name="send-way" checked={way === "token"} onChange={() => setWay("token")} />A token
          </label>
          <label>
            <input
              type="radio"
              name="send-way"
              checked={way === "application"}
              onChange={() => setWay("application")}
            />
            An application of your own
          </label>
        </fieldset>
      )}
      {isLive && way === "application" ? <ApplicationForm /> : <TokenForm isLive={isLive} />}
    </div>
  );
}

function TokenForm({ isLive }: { isLive: boolean }) {
  const sender = useSender();
  const { place, step } = sender.use((s) => s);
  // Then it goes on from there.
  const isBegun = step.name === "failed" && step.at !== "look";
  const [token, setToken] = useState(isLive ? "" : (keptKey() ?? ""));
  const canSignIn = isId(place.iModelId) && (token.trim() !== "" || !isLive);

  function submit(event: FormEvent) {
    event.preventDefault();
    // A service that wants no key takes any.
    if (canSignIn) void sender.signIn(token.trim() || "none");
  }

  return (
    <form onSubmit={submit}>
      <label className="field">
        <span>{isLive ? "Access token" : "Key"}</span>
        <input
          type="password"
          value={token}
          autoComplete="off"
          spellCheck={false}
          aria-describedby="send-token-note"
          onChange={(event) => setToken(event.target.value)}
        />
        <small id="send-token-note" className="send__note">
          {isLive ? (
            <>
              With the scope <code>itwin-platform</code>. It stays in this tab&apos;s memory, and goes to{" "}
              {hostOf(place.root)} alone.
            </>
          ) : (
            <>
              The terminal shows it when the service starts. Started with <code>--no-auth</code> it wants none.
            </>
          )}
        </small>
      </label>
      <Button look="primary" type="submit" disabled={!canSignIn}>
        {isBegun ? "Sign in" : "Sign in and read what is live"}
      </Button>
    </form>
  );
}

function ApplicationForm() {
  const sender = useSender();
  const { handed, place } = sender.use((s) => s);
  const [clientId, setClientId] = useState("");
  const [fault, setFault] = useState("");
  const around = surroundings();

  async function submit(event: FormEvent) {
    event.preventDefault();
    const { iModelId, api, mappingId } = place;
    try {
      const errand = { handed: handed?.key ?? "", iModelId, api, mappingId };
      location.assign(await signInAddress(clientId.trim(), errand, around));
    } catch {
      setFault("This browser lets a page sign in over https or from this machine alone.");
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <label className="field">
        <span>Client id</span>
        <input
          value={clientId}
          autoComplete="off"
          spellCheck={false}
          aria-describedby="send-client-note"
          onChange={(event) => setClientId(event.target.value)}
        />
        <small id="send-client-note" className="send__note">
          Of a single-page application that you have registered, with this redirect address: <code>{around.here}</code>
        </small>
      </label>
      {fault !== "" && (
        <p className="alert" role="alert">
          <Icon name="error" />
          <span>{fault}</span>
        </p>
      )}
      <Button look="primary" type="submit" disabled={clientId.trim() === "" || !isId(place.iModelId)}>
        Go to {hostOf(authority)} to sign in
      </Button>
    </form>
  );
}

function SignedIn({ isBusy }: { isBusy: boolean }) {
  const sender = useSender();
  const { mappings, place, name, kept } = sender.use((s) => s);
  const part = useCaughtFocus<HTMLDivElement>();
  const isBegun = kept?.state === "unfinished" && kept.isSame && kept.isOfOne;
  return (
    <div className="send__sign-in" ref={part} tabIndex={-1} role="group" aria-label="Signed in">
      <p className="send__line">
        <span className="chip chip--ok">Signed in</span>
        <span className="send__buttons">
          <Button
            size="small"
            icon="restart"
            disabled={isBusy || !isId(place.iModelId)}
            onClick={() => void sender.look()}
          >
            Read again
          </Button>
          <Button size="small" look="plain" disabled={isBusy} onClick={() => sender.signOut()}>
            Sign out
          </Button>
        </span>
      </p>
      {mappings.length > 0 && !isBegun && (
        <label className="field">
          <span>Mapping to change</span>
          <select
            value={place.mappingId}
            disabled={isBusy}
            onChange={(event) => void sender.choose({ mappingId: event.target.value }).then(() => sender.look())}
          >
            <option value="">The one called {name}, else a new one</option>
            {mappings.map((mapping) => (
              <option key={mapping.id} value={mapping.id}>
                {mapping.name} ({mapping.id.slice(0, 8)})
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}
