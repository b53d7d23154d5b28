// A plan as a shell script that a person can read before it runs; ids of answers go into variables.
import { describe, has } from "../arguments.js";
import { engineError } from "../errors.js";
import type { PlannedRequest, PushPlan } from "./types.js";

/**
 * The plan as a POSIX shell script that sends it with curl. Run as it is, it only lists the requests; `--send` sends them and
 * stops at the first that fails. The token and the iModel's id come from the environment (`ITWIN_TOKEN`, `IMODEL_ID`), never
 * from the script. Whatever the mapping's names and queries hold, the shell reads it as text.
 *
 * Errors: a plan with obstacles throws a RangeError, what is no plan an EngineError (`argument-invalid`).
 */
export function pushScript(plan: PushPlan): string {
  if (!has(plan, "requests") || !has(plan, "obstacles"))
    throw engineError("argument-invalid", `\`plan\` must be what planPush answers; it is ${describe(plan)}`);
  const [obstacle] = plan.obstacles;
  if (obstacle) throw new RangeError(`This plan cannot be sent: ${obstacle.message}`);
  const total = plan.requests.length;
  const usesIModel = plan.requests.some((r) => r.path.includes("{iModelId}") || r.body?.["iModelId"] === iModel);
  const usesAnswers = plan.requests.some((r) => r.gives !== undefined);
  return [
    "#!/bin/sh",
    comment(`Sends the mapping ${plan.mappingName}: ${total} requests, one at a time. Written by premap.`),
    "#",
    "#   sh push.sh          lists what would be sent",
    "#   sh push.sh --send   sends it",
    "#",
    `# Needs curl${usesAnswers ? " and jq" : ""}, and in the environment:`,
    "#   ITWIN_TOKEN   an access token with the scope itwin-platform",
    ...(usesIModel ? ["#   IMODEL_ID     the id of the iModel"] : []),
    "# Nothing is undone when a request fails: what was sent before it stays.",
    "set -eu",
    "",
    'API_ROOT="${API_ROOT:-https://api.bentley.com}"',
    `TOTAL=${total}`,
    ...prelude(usesIModel, usesAnswers),
    "",
    ...plan.requests.flatMap(send),
    'if [ "$SEND" = yes ]; then',
    `  echo "Done: all ${total} requests succeeded."`,
    "else",
    `  echo "Nothing was sent. Run it with --send to send these ${total} requests."`,
    "fi",
    "",
  ].join("\n");
}

const iModel = "{iModelId}";

const prelude = (usesIModel: boolean, usesAnswers: boolean): string[] => [
  "SEND=no",
  'case "${1:-}" in',
  "  --send) SEND=yes ;;",
  '  "") ;;',
  '  *) echo "Unknown option: $1" >&2; exit 2 ;;',
  "esac",
  "",
  "fail() {",
  '  echo "$1" >&2',
  "  exit 1",
  "}",
  "",
  "# Ids go into addresses and bodies: only letters, digits and signs that mean nothing there.",
  "check_id() {",
  '  case "$2" in',
  '    "" | null | *[!A-Za-z0-9._-]*) fail "$1 is not an id: $2" ;;',
  "  esac",
  "}",
  "",
  ...(usesIModel
    ? [
        'if [ "$SEND" = no ]; then IMODEL_ID="${IMODEL_ID:-IMODEL_ID}"; fi',
        ': "${IMODEL_ID:?set it to the id of the iModel}"',
        'check_id IMODEL_ID "$IMODEL_ID"',
      ]
    : []),
  'if [ "$SEND" = yes ]; then',
  '  : "${ITWIN_TOKEN:?set it to an access token}"',
  `  for TOOL in curl${usesAnswers ? " jq" : ""}; do`,
  '    command -v "$TOOL" > /dev/null || fail "$TOOL is needed and not there."',
  "  done",
  '  case "$ITWIN_TOKEN" in',
  '    *" "*) ;;',
  '    *) ITWIN_TOKEN="Bearer $ITWIN_TOKEN" ;;',
  "  esac",
  "  # The token stands in a file of its own: the list of processes must not show it.",
  "  umask 077",
  '  HEADERS="$(mktemp)"',
  "  trap 'rm -f \"$HEADERS\"' EXIT",
  "  trap 'exit 1' HUP INT TERM",
  '  printf "Authorization: %s\\n" "$ITWIN_TOKEN" > "$HEADERS"',
  "fi",
  "",
  "# request NUMBER METHOD PATH WHAT [BODY]: leaves the answer in ANSWER",
  "request() {",
  '  printf "%s/%s %s\\n      %s %s\\n" "$1" "$TOTAL" "$4" "$2" "$3"',
  "  ANSWER=",
  '  if [ "$SEND" = no ]; then',
  '    if [ -n "${5:-}" ]; then printf "      %s\\n" "$5"; fi',
  "    return",
  "  fi",
  '  ANSWER="$(printf "%s" "${5:-}" | curl --silent --show-error --fail-with-body --max-time 120 \\',
  '    --request "$2" --header "@$HEADERS" \\',
  '    --header "Accept: application/vnd.bentley.itwin-platform.v1+json" \\',
  '    --header "Content-Type: application/json" \\',
  '    ${5:+--data-binary @-} "$API_ROOT$3")" || fail "Request $1 of $TOTAL failed ($4): $ANSWER"',
  "}",
  "",
  ...(usesAnswers
    ? [
        "# id_of MEMBER NAME: the id in the last answer, NAME when nothing is sent",
        "id_of() {",
        '  if [ "$SEND" = no ]; then',
        '    ID="$2"',
        "  else",
        '    ID="$(printf "%s" "$ANSWER" | jq --raw-output "$1")" || fail "The answer is not JSON: $ANSWER"',
        "  fi",
        '  check_id "$2" "$ID"',
        "}",
      ]
    : []),
];

function send({ method, path, body, what, gives }: PlannedRequest, index: number): string[] {
  const parts = [String(index + 1), method, shellPath(path), quoted(what), ...(body ? [shellBody(body)] : [])];
  const lines = [`request ${parts.join(" ")}`];
  if (gives) {
    const variable = variableOf(gives.placeholder);
    lines.push(`id_of .${gives.member} ${variable}`, `${variable}="$ID"`);
  }
  return [...lines, ""];
}

/** `/a/{mappingId}/b` as `'/a/'"$MAPPING_ID"'/b'`. */
function shellPath(path: string): string {
  return path
    .split(/(\{\w+\})/)
    .filter((part) => part !== "")
    .map((part) => (/^\{\w+\}$/.test(part) ? `"$${variableOf(part.slice(1, -1))}"` : quoted(part)))
    .join("");
}

/** The body as one word of the shell; only the iModel's id is put in by it. */
function shellBody(body: Readonly<Record<string, unknown>>): string {
  if (body["iModelId"] !== iModel) return quoted(JSON.stringify(body));
  const { iModelId: _, ...rest } = body;
  const behind = JSON.stringify(rest).slice(1);
  return `'{"iModelId":"'"$IMODEL_ID"'"${behind === "}" ? "" : ","}'${quoted(behind)}`;
}

/** `groupId12` -> `GROUP_ID12` */
const variableOf = (placeholder: string): string =>
  placeholder === "iModelId" ? "IMODEL_ID" : placeholder.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** A word that the shell takes literally: only the single quote itself means something inside single quotes. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A name must not end the comment it stands in. */
const comment = (text: string): string => `# ${text.replace(/\p{Cc}/gu, " ")}`;
