// Measures what one reader over HTTP costs the gateway, beside one reader of the hub in JSON. It requires the Release build of the gateway
// and the built client library:
//   node Tests/Gateway.LoadTest/http.mjs [events a second] [seconds] [rounds]
// The server's CPU time is that of the gateway's process, as Linux counts it; the worker is another process. "none" has no reader.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { GatewayClient } from "@mxgateway/client";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const [rate = 20_000, seconds = 5, rounds = 3] = process.argv.slice(2).map(Number);
const ticksPerSecond = 100;
const directory = mkdtempSync(join(tmpdir(), "gateway-http-"));

const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

async function start() {
  const child = spawn("dotnet", [
    join(root, "Gateway.Web", "bin", "Release", "net10.0", "Gateway.Web.dll"), "--urls=http://127.0.0.1:0", `--Gateway:Store:Path=${join(directory, "gateway.db")}`,
    "--Gateway:Workers:EnableAdoption=false", "--Gateway:Access:StartupToken=true", "--Gateway:Demo:Enabled=false",
  ], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface(child.stdout)) {
    const ready = /Gateway is ready: (http:\/\/[^\s/]+)\/#token=(\S+)/.exec(line);
    if (ready !== null) {
      child.stdout.resume();
      return { child, url: ready[1], token: ready[2] };
    }
  }
  throw new Error("The gateway ended before it was ready.");
}

function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * (1_000_000 / ticksPerSecond);
}

const readers = {
  none: () => ({ count: () => 0, bytes: () => 0, stop: () => undefined }),
  ndjson: (gateway, session) => overHttp(gateway, session, "application/x-ndjson"),
  sse: (gateway, session) => overHttp(gateway, session, "text/event-stream"),
  "hub-json": overHub,
};

// Each item begins with its kind, first and last, after its position; the rest of the line is not looked at.
function overHttp(gateway, session, accept) {
  let [events, bytes, rest] = [0, 0, ""];
  const head = /"kind":"events","first":(\d+),"last":(\d+)/g;
  const call = request(`${gateway.url}/api/sessions/${session}/events`, { headers: { accept, authorization: `Bearer ${gateway.token}` } }, (response) => {
    response.setEncoding("latin1").on("data", (text) => {
      bytes += text.length;
      const whole = rest + text;
      for (const [, first, last] of whole.matchAll(head)) {
        events += Number(last) - Number(first) + 1;
      }
      // A head that is cut is completed by the next part.
      const cut = whole.lastIndexOf("\"kind\":\"events\"");
      rest = cut >= 0 && whole.length - cut < 100 && !/"last":\d+,/.test(whole.slice(cut)) ? whole.slice(cut) : "";
    });
  });
  call.on("error", () => undefined).end();
  return { count: () => events, bytes: () => bytes, stop: () => call.destroy() };
}

async function overHub(gateway, session) {
  let events = 0;
  const connection = new HubConnectionBuilder().withUrl(`${gateway.url}/hubs/gateway`, { accessTokenFactory: () => gateway.token }).configureLogging(LogLevel.None).build();
  await connection.start();
  connection.stream("StreamSession", session, {}).subscribe({
    next: (item) => { events += item.kind === "events" ? item.last - item.first + 1 : 0; }, error: () => undefined, complete: () => undefined,
  });
  return { count: () => events, bytes: () => 0, stop: () => connection.stop() };
}

async function measure(gateway, session, kind) {
  const reader = await readers[kind](gateway, session);
  await wait(2_000);
  const [before, cpu, bytes, began] = [reader.count(), cpuOf(gateway.child.pid), reader.bytes(), process.hrtime.bigint()];
  await wait(seconds * 1_000);
  const [events, used, sent, took] = [reader.count() - before, cpuOf(gateway.child.pid) - cpu, reader.bytes() - bytes, Number(process.hrtime.bigint() - began) / 1e9];
  await reader.stop();
  await wait(300);
  return { kind, perSecond: events / took, cpuPerSecond: used / took, cpuPerEvent: events === 0 ? 0 : used / events, bytesPerEvent: events === 0 ? 0 : sent / events };
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

const gateway = await start();
try {
  const client = new GatewayClient({ url: gateway.url, accessToken: gateway.token });
  const session = await client.openSession({ name: "http" });
  const server = await session.register("http");
  const items = ["Load.Rate", ...Array.from({ length: 100 }, (_, i) => `Load.Item${String(i + 1).padStart(4, "0")}`)];
  const [load] = await session.subscribeBulk(server, items, { firstValuesMs: 10_000 });
  await session.write(server, load.itemHandle, rate);
  const results = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const kind of Object.keys(readers)) {
      results.push(await measure(gateway, session.sessionId, kind));
    }
  }
  console.log(`${rate} events/s, one reader, ${rounds} rounds of ${seconds} s, medians\n`);
  console.log("| reader | events/s | server CPU ms/s | server CPU µs/event | beyond none µs/event | bytes/event |\n| --- | --: | --: | --: | --: | --: |");
  const idle = median(results.filter(({ kind }) => kind === "none").map(({ cpuPerSecond }) => cpuPerSecond));
  for (const kind of Object.keys(readers)) {
    const own = results.filter((one) => one.kind === kind);
    const of = (name) => median(own.map((one) => one[name]));
    const beyond = kind === "none" ? 0 : (of("cpuPerSecond") - idle) / of("perSecond");
    console.log(`| ${kind} | ${of("perSecond").toFixed(0)} | ${(of("cpuPerSecond") / 1_000).toFixed(0)} | ${of("cpuPerEvent").toFixed(2)} | ${beyond.toFixed(2)} | ${of("bytesPerEvent").toFixed(0)} |`);
  }
  await client.close();
} finally {
  gateway.child.kill("SIGTERM");
  await new Promise((resolve) => { gateway.child.once("exit", resolve); });
  rmSync(directory, { recursive: true, force: true });
}
