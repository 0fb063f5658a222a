// A Socket.IO server that sends each event to a room. It offers the same HTTP interface for its figures and its rate as the
// baselines.
import { createServer } from "node:http";
import { performance } from "node:perf_hooks";
import { Server } from "socket.io";

const sliceMs = 5;
// All numbers have the same width, as they have in the baselines.
const sequenceBase = 1_000_000_000;
let rate = 0;
let raised = 0;
let credit = 0;
let before = performance.now();

const http = createServer((request, response) => {
  if (request.method === "POST" && request.url.startsWith("/rate/")) {
    rate = Number(request.url.slice("/rate/".length));
    response.end();
  } else if (request.url === "/latest") {
    response.end(String(sequenceBase + raised));
  } else if (request.url === "/socketio/subscribers") {
    response.end(String(io.sockets.adapter.rooms.get("events")?.size ?? 0));
  } else {
    response.writeHead(404).end();
  }
});
const io = new Server(http, { transports: ["websocket"], serveClient: false });
io.on("connection", (socket) => socket.join("events"));

/** The current time to the microsecond, which a Date cannot represent. */
function now() {
  const micros = Math.round((performance.timeOrigin + performance.now()) * 1_000);
  return `${new Date(Math.floor(micros / 1_000)).toISOString().slice(0, -1)}${String(micros % 1_000).padStart(3, "0")}0Z`;
}

setInterval(() => {
  const at = performance.now();
  credit += (rate * (at - before)) / 1_000;
  before = at;
  const count = Math.floor(credit);
  credit -= count;
  const time = now();
  for (let i = 0; i < count; i++) {
    raised++;
    io.to("events").emit("event", {
      sequence: sequenceBase + raised, family: "OnDataChange", serverHandle: 1, itemHandle: 23, dataType: "Integer", value: 4711,
      quality: 192, sourceTime: time, workerTime: time,
    });
  }
}, sliceMs);

http.listen(0, "127.0.0.1", () => console.log(`Ready: http://127.0.0.1:${http.address().port}`));
