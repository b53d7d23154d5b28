/** Jobs of the page, without the page and without an engine: the newest counts, and a crash is gone over. */
import { CrashedError, EngineError } from "premap";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { EngineRoom } from "../../web/src/engine/engine.js";
import { Job } from "../../web/src/engine/jobs.js";
import { Workbench } from "../../web/src/engine/workbench.js";
import { fakeEngines, later, tableOf } from "./fake_engine.js";

const crash = () => new CrashedError("made to fail");
const fault = (code: "engine-restarted" | "json-invalid") =>
  new EngineError([{ code, severity: "error", message: code }]);

describe("a job", () => {
  let engine: EngineRoom;
  let job: Job<string, number>;
  beforeEach(() => {
    engine = new EngineRoom(fakeEngines().create);
    job = new Job(engine);
  });

  it("shows the newest of what was begun, whichever is done first", async () => {
    const [first, second] = [later<string>(), later<string>()];
    const signals: AbortSignal[] = [];
    const runs = [first, second].map(({ promise }) => job.run(({ signal }) => (signals.push(signal), promise)));
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    second.resolve("newer");
    first.resolve("older");
    expect(await Promise.all(runs)).toEqual([undefined, { value: "newer" }]);
    expect(job.state).toEqual({ phase: "ready", value: "newer" });
  });

  it("tells how far it is, with what it gave before, until it is done or given up", async () => {
    const { promise, resolve } = later<string>();
    let tell: (progress: number) => void = () => {};
    const running = job.run((run) => ((tell = run.tell), promise), { value: "before" });
    tell(7);
    expect(job.state).toEqual({ phase: "running", value: "before", progress: 7 });
    job.cancel();
    tell(8);
    resolve("too late");
    expect(await running).toBeUndefined();
    expect(job.state).toEqual({ phase: "cancelled" });
  });

  it("that makes way keeps what it gave", async () => {
    void job.run(() => later<string>().promise, { value: "before" });
    job.giveUp();
    expect(job.state).toEqual({ phase: "ready", value: "before" });
    void job.run(async ({ show }) => (show("so far"), later<string>().promise));
    job.giveUp();
    expect(job.state).toEqual({ phase: "ready", value: "so far" });
    void job.run(() => later<string>().promise);
    job.giveUp();
    expect(job.state).toEqual({ phase: "none" });
  });

  it("tells what went wrong, and how far it came", async () => {
    const failed = await job.run(({ tell }) => (tell(3), Promise.reject(fault("json-invalid"))));
    expect(failed?.problem?.diagnostics[0]?.code).toBe("json-invalid");
    expect(job.state).toMatchObject({ phase: "failed", progress: 3 });
  });

  it("asks again when the engine made way for something else", async () => {
    const work = vi.fn().mockRejectedValueOnce(fault("engine-restarted")).mockResolvedValue("told");
    expect(await job.run(work)).toEqual({ value: "told" });
    expect(work).toHaveBeenCalledTimes(2);
  });

  it("starts a crashed engine again, once for all that it took along", async () => {
    const other = new Job<string>(engine);
    await engine.start();
    await Promise.all([job.run(() => Promise.reject(crash())), other.run(() => Promise.reject(crash()))]);
    expect(engine.state).toMatchObject({ restarts: 1, stopped: false });
    expect(job.state.phase).toBe("failed");
  });

  it("in the background leaves that to the next who asks", async () => {
    const background = new Job<string>(engine, "background");
    await background.run(() => Promise.reject(crash()));
    expect(engine.state.restarts).toBe(0);
  });

  it("does not start what crashes every time for ever", async () => {
    const crashing = () => job.run(() => Promise.reject(crash()));
    for (let times = 0; times < 3; times += 1) await crashing();
    expect(engine.state).toMatchObject({ stopped: true });
    engine.resume();
    await crashing();
    engine.forgive();
    for (let times = 0; times < 2; times += 1) await crashing();
    expect(engine.state).toMatchObject({ stopped: false });
  });
});

const mapping = JSON.stringify({
  mappingName: "M",
  groups: ["G", "H"].map((groupName) => ({ groupName, query: "Q", properties: [{ propertyName: "A" }] })),
});

describe("what is asked of the engine beside the jobs", () => {
  it("is asked again when the engine made way for something else: an edit, an outline is not lost by that", async () => {
    const engine = new EngineRoom(fakeEngines().create);
    const question = vi.fn().mockRejectedValueOnce(fault("engine-restarted")).mockResolvedValue("told");
    expect(await engine.ask(question)).toBe("told");
    expect(question).toHaveBeenCalledTimes(2);
    question.mockRejectedValueOnce(fault("json-invalid"));
    expect(await engine.ask(question)).toBeUndefined();
    expect(question).toHaveBeenCalledTimes(3);
  });
});

describe("the page's questions", () => {
  async function opened(answers: Parameters<typeof fakeEngines>[0] = {}) {
    const engines = fakeEngines(answers);
    const workbench = new Workbench(engines.create);
    await workbench.files.openMapping(new File([mapping], "m.json"));
    await workbench.files.open(new Blob(["snapshot"]), "s.bim");
    return { workbench, ...engines };
  }

  it("bring the file and the view back after the engine has died", async () => {
    const preview = vi.fn(async () => tableOf());
    const { workbench, started } = await opened({ preview });
    const { documents, files, questions } = workbench;
    documents.type(mapping.replace('"M"', '"N"'));
    preview.mockRejectedValueOnce(crash());
    workbench.selectGroup(1);
    await expect.poll(() => questions.preview.state.phase).toBe("ready");
    expect(started).toMatchObject([{ isClosed: true }, { opened: 1 }]);
    expect(files.state.snapshot).toMatchObject({ phase: "ready", file: { name: "s.bim" } });
    expect(questions.preview.state).toMatchObject({ value: { groupName: "H" } });
    expect(workbench.engine.state.notice).toContain("started again");
    expect(documents.now).toMatchObject({ text: mapping.replace('"M"', '"N"'), undo: [mapping] });
  });

  it("leave the file alone that crashes every time", async () => {
    const { workbench, started } = await opened({ preview: () => Promise.reject(crash()) });
    await expect.poll(() => workbench.engine.state.stopped).toBe(true);
    // One more may judge the mapping by its own rules.
    expect(started.filter(({ opened: files }) => files > 0)).toHaveLength(3);
    expect(workbench.questions.preview.state).toMatchObject({ phase: "failed", problem: { kind: "crashed" } });
  });

  it("keep the table on screen until the new one is there, and choose the column that was asked for", async () => {
    const next = later<ReturnType<typeof tableOf>>();
    const preview = vi.fn(async () => tableOf());
    const { workbench } = await opened({ preview });
    preview.mockReturnValueOnce(next.promise);
    workbench.edits.addColumn({ propertyName: "C", dataType: "String", ecProperties: [] });
    await expect.poll(() => workbench.questions.preview.state.phase).toBe("running");
    expect(workbench.questions.table?.columns).toHaveLength(2);
    next.resolve(tableOf(3, ["A", "B", "C"]));
    await expect.poll(() => workbench.selection.state.cell).toEqual({ row: -1, column: 2 });
    expect(workbench.questions.table?.columns).toHaveLength(3);
  });

  it("of another group show no table of the one before", async () => {
    const { workbench } = await opened();
    expect(workbench.questions.table).toBeDefined();
    workbench.selectGroup(1);
    expect(workbench.questions.table).toBeUndefined();
    expect(workbench.selection.state.cell).toBeNull();
  });

  it("check first without the rows, and with them once the table is there", async () => {
    const table = later<ReturnType<typeof tableOf>>();
    const validate = vi.fn();
    void opened({ preview: () => table.promise, validate: validate.mockResolvedValue({ diagnostics: [] }) });
    await expect.poll(() => validate.mock.calls.length).toBe(0);
    table.resolve(tableOf());
    await expect.poll(() => validate.mock.calls.map(([, options]) => options.rows)).toEqual([false, undefined]);
  });

  it("check the rows when those on screen are counted: what that reads is not read again", async () => {
    const counted = later<never>();
    const profile = vi.fn(() => counted.promise);
    const validate = vi.fn().mockResolvedValue({ diagnostics: [] });
    const asked = () => validate.mock.calls.map(([, options]) => options.rows);
    void opened({ profile, validate });
    await expect.poll(() => profile.mock.calls.length).toBe(1);
    await expect.poll(asked).toEqual([false]);
    counted.reject(new Error("whatever becomes of it"));
    await expect.poll(asked).toEqual([false, undefined]);
  });

  it("about a snapshot that came too late are not asked", async () => {
    const { workbench, started } = await opened();
    const opening = workbench.files.open(new Blob(["other"]), "other.bim");
    expect(workbench.files.state).toMatchObject({ arriving: { file: { name: "other.bim" } } });
    workbench.files.cancelOpening();
    await opening;
    expect(workbench.files.state).toMatchObject({ arriving: null, notices: [] });
    expect(workbench.files.state.snapshot).toMatchObject({ phase: "ready", file: { name: "s.bim" } });
    expect(workbench.files.snapshot).not.toBeNull();
    expect(started).toHaveLength(1);
  });

  it("about the first snapshot are not asked either when that is given up", async () => {
    const workbench = new Workbench(fakeEngines().create);
    const opening = workbench.files.open(new Blob(["first"]), "first.bim");
    workbench.files.cancelOpening();
    await opening;
    expect(workbench.files.state.snapshot.phase).toBe("cancelled");
    expect(workbench.files.snapshot).toBeNull();
    await workbench.reopen();
    expect(workbench.files.state.snapshot).toMatchObject({ phase: "ready", file: { name: "first.bim" } });
  });
});
