// The page that sends: where to and as whom on one side, the plan and what becomes of it on the other.
import { use, useEffect, useRef, useState } from "react";
import { type Handed, handOver } from "../lib/handing";
import { pickFiles } from "../lib/picked_files";
import { Brand } from "../ui/brand";
import { Button } from "../ui/button";
import { Icon } from "../ui/icon";
import { Notice } from "../ui/notice";
import { useTheme } from "../ui/theme";
import { type Arrival, serviceHere } from "./arrival";
import { hostOf, liveRoot, useSender } from "./context";
import { EarlierPush } from "./earlier_push";
import { Plan } from "./plan";
import { WhereTo } from "./where_to";
import "./send.css";

export function SendPage({ arrival }: { arrival: Promise<Arrival> }) {
  const sender = useSender();
  const { handed, errand, token, fault } = use(arrival);
  const hasHanded = sender.use((s) => s.handed !== null);
  useTheme();
  const isBegun = useRef(false);

  async function begin(what: Handed) {
    const iModelId = errand?.iModelId ?? what.iModelId ?? "";
    const { api, mappingId } = errand ?? { api: what.api, mappingId: "" };
    const root = errand ? liveRoot : (serviceHere() ?? liveRoot);
    await sender.begin(what, { root, iModelId, api, mappingId });
    if (token !== undefined) await sender.signIn(token);
  }

  useEffect(() => {
    if (isBegun.current || !handed) return;
    isBegun.current = true;
    void begin(handed);
  }, []);

  async function choose() {
    const [picked] = await pickFiles("mapping");
    if (!picked) return;
    const { file } = picked;
    const what = { name: file.name, text: await file.text(), api: "groupingAndMapping" as const };
    // Kept as what the page hands over is, for the way to the sign-in and back.
    const key = await handOver(what);
    if (key !== undefined) location.hash = key;
    await begin({ ...what, key: key ?? "", handedAt: Date.now() });
  }

  return (
    <div className="send">
      <Header />
      {hasHanded ? (
        <main className="send__main">
          <div className="send__side">
            <WhereTo fault={fault} />
            <EarlierPush />
          </div>
          <Plan />
        </main>
      ) : (
        <main className="send__main">
          <Notice
            icon="table"
            title={handed ? "Taking up the mapping" : "Nothing was handed over to send"}
            actions={
              !handed && (
                <>
                  <Button look="primary" icon="file" onClick={() => void choose()}>
                    Choose a mapping file
                  </Button>
                  <a className="button" href="./">
                    Go to the page
                  </a>
                </>
              )
            }
          >
            {!handed && "Open a mapping in the page and choose Push plan, then Send; or choose its file here."}
          </Notice>
        </main>
      )}
    </div>
  );
}

function Header() {
  const sender = useSender();
  const { who, place } = sender.use((s) => s);
  const isIn = who === "in";
  return (
    <header className="bar send__head">
      <Brand />
      <p className="send__title">Send a mapping</p>
      <p className="privacy">
        <Icon name={isIn ? "link" : "lock"} />
        <span>{isIn ? `Talks to ${hostOf(place.root)} alone` : "Asks nobody before you sign in"}</span>
      </p>
      <Offline />
    </header>
  );
}

function Offline() {
  const [isOnline, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    addEventListener("online", look);
    addEventListener("offline", look);
    return () => {
      removeEventListener("online", look);
      removeEventListener("offline", look);
    };
  }, []);
  return (
    <span role="status" className={isOnline ? "" : "chip chip--attention"}>
      {isOnline ? "" : "This machine is offline"}
    </span>
  );
}
