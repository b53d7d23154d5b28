// A plan's parts: its requests alone, or the differences beside them where it was compared with what is live.
import { useState } from "react";
import type { PushPlan } from "../../engine";
import { plural } from "../../lib/format";
import { Tabs } from "../../ui/tabs";
import { Differences } from "./differences";
import { Requests } from "./requests";

interface PlanPartsProps {
  plan: PushPlan;
  isCompared: boolean;
  /** What the differences are called, and what is said when there are none. */
  label: string;
  none: string;
}

export function PlanParts({ plan, isCompared, label, none }: PlanPartsProps) {
  const [tab, setTab] = useState<"requests" | "differences">("differences");
  const requests = <Requests requests={plan.requests} />;
  if (!isCompared) return requests;
  return (
    <Tabs
      label="Plan"
      selected={tab}
      onSelect={setTab}
      items={[
        { key: "differences", label: `Differences (${plan.changes.length})` },
        { key: "requests", label: `Requests (${plan.requests.length})` },
      ]}
    >
      {tab === "requests" ? requests : <Differences changes={plan.changes} label={label} none={none} />}
    </Tabs>
  );
}

/** "13 requests would create Rooms" */
export function requestsWords({ kind, mappingName }: PushPlan, count: number, which = ""): string {
  const what = kind === "create" ? `create ${mappingName}` : `bring the live mapping to where ${mappingName} is`;
  return `${plural(count, "request")}${which} would ${what}`;
}
