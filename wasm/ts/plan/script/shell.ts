// A plan as a shell script, for curl and jq: what it holds of the mapping's own texts stands in single quotes.
import type { Script } from "./steps.js";

export function shellScript({ title, hash, steps, usesIModel }: Script): string {
  const total = steps.length;
  return [
    "#!/bin/sh",
    `# ${title}`,
    "#",
    "#   sh push.sh          lists what would be sent, as with --dry-run",
    "#   sh push.sh --send   sends it",
    "#",
    "# Cut off, or failed, the same command goes on where it was: what is done stands beside the script, in push.sh.state",
    "# (or in PUSH_STATE). Where an answer is lost it looks whether the request took effect: nothing is made twice.",
    "# Told to wait (429), it waits. Nothing is undone when a request fails: what was sent before it stays.",
    "#",
    "# Needs curl and jq, and in the environment:",
    "#   ITWIN_TOKEN   an access token with the scope itwin-platform",
    ...(usesIModel ? ["#   IMODEL_ID     the id of the iModel"] : []),
    "set -eu",
    "",
    'API_ROOT="${API_ROOT:-https://api.bentley.com}"',
    `TOTAL=${total}`,
    `PLAN=${hash}`,
    ...prelude(usesIModel),
    "",
    ...steps.flatMap(send),
    'if [ "$SEND" = yes ]; then',
    `  echo "Done: all ${total} requests succeeded."`,
    "else",
    `  echo "Nothing was sent. Run it with --send to send these ${total} requests."`,
    "fi",
    "",
  ].join("\n");
}

const iModelLines = (usesIModel: boolean): string[] =>
  usesIModel
    ? [
        'if [ "$SEND" = no ]; then IMODEL_ID="${IMODEL_ID:-IMODEL_ID}"; fi',
        ': "${IMODEL_ID:?set it to the id of the iModel}"',
      ]
    : ['IMODEL_ID="${IMODEL_ID:-none}"'];

function send(
  { method, path, body, what, gives, list, before, mustBeNew }: Script["steps"][number],
  index: number,
): string[] {
  const lines: string[] = [];
  if (before !== undefined)
    lines.push(["before", shellPath(before), ...(mustBeNew === undefined ? [] : [quoted(mustBeNew)])].join(" "));
  const parts = [String(index + 1), method, shellPath(path), quoted(what)];
  if (body) parts.push(shellBody(body));
  if (list !== undefined) parts.push(shellPath(list));
  lines.push(`request ${parts.join(" ")}`);
  if (gives) {
    const variable = variableOf(gives.placeholder);
    lines.push(`${variable}="\${ID:-${variable}}"`);
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
  if (body["iModelId"] !== "{iModelId}") return quoted(JSON.stringify(body));
  const { iModelId: _, ...rest } = body;
  const behind = JSON.stringify(rest).slice(1);
  return `'{"iModelId":"'"$IMODEL_ID"'"${behind === "}" ? "" : ","}'${quoted(behind)}`;
}

/** `groupId12` -> `GROUP_ID12` */
const variableOf = (placeholder: string): string =>
  placeholder === "iModelId" ? "IMODEL_ID" : placeholder.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** A word that the shell takes literally: only the single quote itself means something inside single quotes. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const prelude = (usesIModel: boolean): string[] => [
  "SEND=no",
  "ANOTHER=no",
  'for OPTION in "$@"; do',
  '  case "$OPTION" in',
  "    --send) SEND=yes ;;",
  "    --dry-run) SEND=no ;;",
  "    --another) ANOTHER=yes ;;",
  '    *) echo "Unknown option: $OPTION" >&2; exit 2 ;;',
  "  esac",
  "done",
  "",
  "fail() {",
  '  printf "%s\\n" "$1" >&2',
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
  ...iModelLines(usesIModel),
  'check_id IMODEL_ID "$IMODEL_ID"',
  'if [ "$SEND" = yes ]; then',
  '  : "${ITWIN_TOKEN:?set it to an access token}"',
  "  for TOOL in curl jq; do",
  '    command -v "$TOOL" > /dev/null || fail "$TOOL is needed and not there."',
  "  done",
  '  case "$ITWIN_TOKEN" in',
  '    *" "*) ;;',
  '    *) ITWIN_TOKEN="Bearer $ITWIN_TOKEN" ;;',
  "  esac",
  "  # The token stands in a file of its own: the list of processes must not show it.",
  "  umask 077",
  '  WORK="$(mktemp -d)"',
  "  trap 'rm -rf \"$WORK\"' EXIT",
  "  trap 'exit 1' HUP INT TERM",
  '  printf "Authorization: %s\\n" "$ITWIN_TOKEN" > "$WORK/token"',
  '  STATE="${PUSH_STATE:-$0.state}"',
  '  HEAD="plan $PLAN $API_ROOT $IMODEL_ID"',
  '  if [ ! -s "$STATE" ]; then printf "%s\\n" "$HEAD" > "$STATE"; fi',
  '  if [ "$(head -n 1 "$STATE")" != "$HEAD" ]; then',
  '    fail "$STATE is of another script, or of a push to another place: name another file with PUSH_STATE."',
  "  fi",
  "fi",
  "",
  "# call METHOD PATH [BODY]: one request, again when told to wait. STATUS is that of the answer, 000 when there was none.",
  "CALLS=0",
  "call() {",
  "  PAUSE=1",
  "  while :; do",
  "    # Never more than eight a second.",
  "    CALLS=$((CALLS + 1))",
  "    if [ $((CALLS % 8)) -eq 0 ]; then sleep 1; fi",
  '    : > "$WORK/head"',
  '    : > "$WORK/answer"',
  '    STATUS="$(printf "%s" "${3:-}" | curl --silent --max-time 120 --request "$1" --header "@$WORK/token" \\',
  '      --header "Accept: application/vnd.bentley.itwin-platform.v1+json" --header "Prefer: return=representation" \\',
  '      ${3:+--header "Content-Type: application/json" --data-binary @-} --dump-header "$WORK/head" \\',
  '      --output "$WORK/answer" --write-out "%{http_code}" "$API_ROOT$2")" || STATUS=000',
  '    if [ "$STATUS" != 429 ]; then return 0; fi',
  "    PAUSE=$((PAUSE < 32 ? PAUSE * 2 : 60))",
  '    AFTER="$(tr -d "\\r" < "$WORK/head" | sed -n "s/^[Rr]etry-[Aa]fter: *\\([0-9][0-9]*\\)\\$/\\1/p" | tail -n 1)"',
  '    printf "      too many requests: waiting %s s from %s on\\n" "${AFTER:-$PAUSE}" "$(date +%H:%M:%S)"',
  '    sleep "${AFTER:-$PAUSE}"',
  "  done",
  "}",
  "",
  "refuse() {",
  '  fail "$1: the service refuses it ($STATUS). $(cat "$WORK/answer")"',
  "}",
  "",
  "# again WHAT FAILURES: before something is tried once more",
  "again() {",
  '  if [ "$2" -ge 8 ]; then fail "$1: no usable answer ($STATUS). Run it again later: it goes on where it was."; fi',
  '  printf "      no usable answer (%s): trying again in %s s\\n" "$STATUS" "$2"',
  '  sleep "$2"',
  "}",
  "",
  "# list PATH: what is there, an object a line in $WORK/items",
  "list() {",
  '  NEXT="$1"',
  '  : > "$WORK/items"',
  '  while [ -n "$NEXT" ]; do',
  "    READS=0",
  "    while :; do",
  '      call GET "$NEXT"',
  '      case "$STATUS" in',
  '        2??) if jq --exit-status \'type == "object"\' "$WORK/answer" > /dev/null 2>&1; then break; fi ;;',
  "        000 | 408 | 5??) ;;",
  '        *) refuse "Reading $1" ;;',
  "      esac",
  "      READS=$((READS + 1))",
  '      again "Reading $1" "$READS"',
  "    done",
  '    jq --compact-output \'[.[] | arrays] | .[0] // [] | .[]\' "$WORK/answer" >> "$WORK/items"',
  '    NEXT="$(jq --raw-output \'._links.next.href // ""\' "$WORK/answer")"',
  '    case "$NEXT" in',
  '      "" | /*) ;;',
  '      "$API_ROOT"/*) NEXT="${NEXT#"$API_ROOT"}" ;;',
  '      *) fail "The next page is at another address; it is not followed: $NEXT" ;;',
  "    esac",
  "  done",
  "}",
  "",
  "# before LIST [NAME]: notes what is there before the first is made; a mapping of that name must not be",
  "before() {",
  '  if [ "$SEND" = no ] || grep -qxF "listed $1" "$STATE"; then return 0; fi',
  '  list "$1"',
  '  if [ -n "${2:-}" ] && [ "$ANOTHER" = no ]; then',
  '    THERE="$(jq --raw-output --arg name "$2" \'select(.mappingName == $name) | .id\' "$WORK/items" | head -n 1)"',
  '    if [ -n "$THERE" ]; then',
  '      fail "The iModel has a mapping $2 already ($THERE). Plan against it, or give --another to make another one."',
  "    fi",
  "  fi",
  '  jq --raw-output \'"known " + .id\' "$WORK/items" >> "$STATE"',
  '  printf "listed %s\\n" "$1" >> "$STATE"',
  "}",
  "",
  "# look LIST BODY: ID is that of a thing there that says the same, was not there before and is none of ours",
  "look() {",
  '  list "$1"',
  '  for ID in $(jq --raw-output --argjson body "$2" \'select(. as $item | $body | to_entries | all(',
  '      (.value | type) != "string" or .key == "iModelId" or .key == "quantityType" or .key == "dataType"',
  '      or .value == ($item[.key] // ""))) | .id\' "$WORK/items"); do',
  '    if ! grep -qx "known $ID" "$STATE" && ! grep -qx "done [0-9]* $ID" "$STATE"; then return 0; fi',
  "  done",
  "  ID=",
  "  return 1",
  "}",
  "",
  "# request NUMBER METHOD PATH WHAT [BODY LIST]: ID is that of what it makes",
  "request() {",
  '  printf "%s/%s %s\\n      %s %s\\n" "$1" "$TOTAL" "$4" "$2" "$3"',
  "  ID=",
  '  if [ "$SEND" = no ]; then',
  '    if [ -n "${5:-}" ]; then printf "      %s\\n" "$5"; fi',
  "    return 0",
  "  fi",
  '  if grep -q "^done $1 " "$STATE"; then',
  '    ID="$(sed -n "s/^done $1 //p" "$STATE" | tail -n 1)"',
  '    echo "      was done before"',
  "    return 0",
  "  fi",
  "  FAILURES=0",
  "  # What was sent and has no answer may have taken effect.",
  "  UNSURE=no",
  '  if grep -qx "sent $1" "$STATE"; then UNSURE=yes; else printf "sent %s\\n" "$1" >> "$STATE"; fi',
  "  while :; do",
  '    if [ "$2" = POST ] && [ "$UNSURE" = yes ] && look "$6" "$5"; then',
  '      echo "      it is there"',
  "      break",
  "    fi",
  '    call "$2" "$3" "${5:-}"',
  '    case "$STATUS" in',
  "      2??)",
  '        if [ "$2" != POST ]; then break; fi',
  '        ID="$(jq --raw-output \'[.[] | objects | .id // empty][0] // ""\' "$WORK/answer" 2> /dev/null)" || ID=',
  '        if [ -n "$ID" ]; then break; fi',
  "        ;;",
  '      404) if [ "$2" = DELETE ]; then break; else refuse "Request $1 of $TOTAL failed ($4)"; fi ;;',
  "      000 | 408 | 5??) ;;",
  '      *) refuse "Request $1 of $TOTAL failed ($4)" ;;',
  "    esac",
  "    UNSURE=yes",
  "    FAILURES=$((FAILURES + 1))",
  '    again "Request $1 of $TOTAL failed ($4)" "$FAILURES"',
  "  done",
  '  if [ "$2" = POST ]; then check_id "The id of request $1" "$ID"; fi',
  '  printf "done %s %s\\n" "$1" "${ID:--}" >> "$STATE"',
  "}",
];
