// The requests of a plan, in the order they would be sent.
import { useState } from "react";
import type { PlannedRequest } from "../../engine";
import { Notice } from "../../ui/notice";
import "./plan.css";

/** The requests in order; each opens to its body. */
export function Requests({ requests }: { requests: readonly PlannedRequest[] }) {
  if (requests.length === 0) return <Notice small>No requests.</Notice>;
  return (
    <ol className="requests" aria-label="Requests in order">
      {requests.map((request, index) => (
        <Request
          key={`${index} ${request.method} ${request.path} ${request.what}`}
          request={request}
          number={index + 1}
        />
      ))}
    </ol>
  );
}

function Request({ request, number }: { request: PlannedRequest; number: number }) {
  const [open, setOpen] = useState(false);
  const { method, path, body, what, gives } = request;
  return (
    <li>
      <details className="request" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span className="request__number">{number}</span>
          <span className={`request__method request__method--${method.toLowerCase()}`}>{method}</span>
          <span className="request__what">{what}</span>
          <code className="request__path one-line" title={path}>
            {shortPath(path)}
          </code>
        </summary>
        {open && (
          <div className="request__body">
            <code>
              {method} {path}
            </code>
            {body ? <pre tabIndex={0}>{JSON.stringify(body, null, 2)}</pre> : <p>No body.</p>}
            {gives && (
              <p>
                The answer's <code>{gives.member}</code> becomes <code>{`{${gives.placeholder}}`}</code> below.
              </p>
            )}
          </div>
        )}
      </details>
    </li>
  );
}

/** The beginning is the same for all: what follows the list of mappings tells them apart. */
const shortPath = (path: string): string =>
  path.replace(/^.*?mappings(?=\/|$)/, (start) => `…/${start.split("/").at(-1)}`);
