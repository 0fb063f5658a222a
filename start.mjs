// Builds what is missing and starts the gateway with its simulator and a demo session. It requires only the .NET SDK and Node.
import { build, data, demoSettings, fail, isFree, startGateway } from "./launch.mjs";

const port = Number(process.env.GATEWAY_PORT ?? "5080");

if (!(await isFree(port))) {
  fail(`Port ${port} is in use. End the program that uses it, or choose another port: GATEWAY_PORT=5081 npm start`);
}

build();
const gateway = startGateway(port, demoSettings(data));
// Ctrl+C reaches the gateway directly; a signal that only this process gets is passed on.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => gateway.kill("SIGTERM"));
gateway.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
