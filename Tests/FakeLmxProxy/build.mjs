// Builds FakeLmxProxy.dll for 64-bit and 32-bit Windows into artifacts/fakelmx/{x64,x86} if a source is newer than the DLL.
//   node Tests/FakeLmxProxy/build.mjs
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "..", "artifacts", "fakelmx");

// widl requires Wine's IDL files and the standard type library.
const includes = "/usr/include/wine/wine/windows";
const libraries = "/usr/lib/x86_64-linux-gnu/wine/x86_64-windows";
const builds = [
  { name: "x64", prefix: "x86_64-w64-mingw32", linking: [] },
  { name: "x86", prefix: "i686-w64-mingw32", linking: ["-Wl,--enable-stdcall-fixup"] },
];

function run(program, args) {
  const result = spawnSync(program, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (result.status !== 0) {
    throw new Error(`'${program} ${args.join(" ")}' failed.`);
  }
}

function newest(folder) {
  return Math.max(...readdirSync(folder, { withFileTypes: true }).map((entry) =>
    entry.isDirectory() ? newest(join(folder, entry.name)) : statSync(join(folder, entry.name)).mtimeMs));
}

function build({ name, prefix, linking }) {
  const out = join(target, name);
  const dll = join(out, "FakeLmxProxy.dll");
  if (existsSync(dll) && statSync(dll).mtimeMs > newest(here)) {
    return;
  }
  rmSync(dll, { force: true });
  mkdirSync(out, { recursive: true });
  const source = join(here, "src");
  const idl = ["-I", includes, "-L", libraries];
  run(`${prefix}-widl`, [...idl, "-t", "-o", join(out, "FakeLmxProxy.tlb"), join(here, "FakeLmxProxy.idl")]);
  run(`${prefix}-widl`, [...idl, "-h", "-o", join(out, "FakeLmxProxy.h"), join(here, "FakeLmxProxy.idl")]);
  run(`${prefix}-windres`, ["-I", out, join(source, "FakeLmxProxy.rc"), join(out, "resources.o")]);
  run(`${prefix}-g++`, [
    "-std=c++17", "-O1", "-Wall", "-Wextra", "-Werror", "-Wno-unknown-pragmas", "-shared", "-static", ...linking, "-I", out, "-I", source,
    ...readdirSync(source).filter((file) => file.endsWith(".cpp")).map((file) => join(source, file)),
    join(out, "resources.o"), join(source, "FakeLmxProxy.def"), "-lole32", "-loleaut32", "-luuid", "-o", dll,
  ]);
}

builds.forEach(build);
