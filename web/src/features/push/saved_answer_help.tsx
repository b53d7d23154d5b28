// How to get what the plan is compared with; and said plainly where another file was chosen.
import { Button, IconButton } from "../../ui/button";
import { useCopied } from "../../ui/copied";
import { Icon } from "../../ui/icon";

const shells = [
  ["PowerShell", '$env:ITWIN_TOKEN = "…"'],
  ["sh", "export ITWIN_TOKEN=…"],
] as const;

const command = "npx premap pull --imodel ID --mapping NAME -o NAME.json";

interface HelpProps {
  /** The file that has no mapping in it. */
  refused: string | null;
  onDismiss: () => void;
}

export function SavedAnswerHelp({ refused, onDismiss }: HelpProps) {
  const { copied, copy } = useCopied();
  return (
    <div className="saved-answer">
      {refused !== null && (
        <p role="alert" className="push__remark push__remark--fault">
          <Icon name="error" />
          <span>{refused} has no mapping in it, so there is nothing to compare with. The plan is as it was.</span>
          <IconButton icon="close" label="Dismiss" onClick={onDismiss} />
        </p>
      )}
      <details open={refused !== null}>
        <summary>How to get a saved answer</summary>
        <p>
          It is what the API says of the live mapping, with its groups, its properties and their ids. These lines fetch
          it; compare with <code>NAME.live.json</code>, which they put beside <code>NAME.json</code>. <b>Send…</b> below
          needs none: it reads what is live by itself.
        </p>
        {shells.map(([shell, token]) => {
          const lines = `${token}\n${command}`;
          return (
            <div key={shell} className="saved-answer__shell">
              <span>{shell}</span>
              <pre tabIndex={0} aria-label={`For ${shell}`}>
                {lines}
              </pre>
              <Button
                size="small"
                icon={copied === lines ? "check" : "copy"}
                aria-label={`Copy for ${shell}`}
                onClick={() => copy(lines)}
              />
            </div>
          );
        })}
      </details>
    </div>
  );
}
