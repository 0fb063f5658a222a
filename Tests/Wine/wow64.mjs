// Wine for both bitnesses, as on the Windows of a plant. Debian's 32-bit Wine needs packages of another architecture, which may conflict
// with those of the machine, so it is installed in a separate Debian root, which is made once in artifacts/wine. The root is used in
// separate namespaces: no other process sees its mounts, and when the first process of the namespaces ends, the kernel ends all others and
// the mounts. That first process ends with this one, so nothing is left behind, however this process ends.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { has, place, root, run, Wine } from "./wine.mjs";

const debian = join(place, "root");
const apart = ["--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child"];
const packages = ["wine", "wine64", "wine32:i386"];

// Arguments: the root, the checkout, which has the same path inside the root, and the command to run. It prints its process id as seen from
// outside the namespaces.
const enter = `
read -r pid rest </proc/self/stat
mkdir -p "$1$2" && mount --rbind /dev "$1/dev" && mount -t proc proc "$1/proc" && mount --bind "$2" "$1$2" && echo "$pid" || exit
target=$1
shift 2
exec chroot "$target" "$@"`;

// The smallest 32-bit program.
const exit32 = Buffer.from([
  "7f454c46 01010100 0000000000000000", // ELF, 32-bit, little endian
  "0200 0300 01000000 54800408 34000000 00000000 00000000 3400 2000 0100 0000 0000 0000", // a program for the 386, its entry, one segment
  "01000000 00000000 00800408 00800408 5d000000 5d000000 05000000 00100000", // the segment: the whole file, readable and executable
  "b801000000 31db cd80", // exit(0)
].join("").replaceAll(" ", ""), "hex");

const install = `
export DEBIAN_FRONTEND=noninteractive
dpkg --add-architecture i386 && apt-get update -qq && apt-get install -y -qq --no-install-recommends ${packages.join(" ")} && apt-get clean`;

/** The reason why such a root cannot be used on this machine; undefined when it can. */
function obstacle() {
  if (process.platform !== "linux" || process.arch !== "x64" || process.getuid() !== 0 || !has("debootstrap")) {
    return "they require root on a 64-bit Debian, and debootstrap";
  }
  if (spawnSync("setpriv", [...apart, "true"], { stdio: "ignore" }).status !== 0) {
    return "this machine does not allow namespaces for mounts and processes";
  }
  if (!runs32BitPrograms()) {
    return "this machine does not run 32-bit programs";
  }
  return mirror() === undefined ? "the machine's package sources name no mirror" : undefined;
}

/** Whether kernel and hypervisor run 32-bit programs. Their settings do not tell, so it is tried. */
function runs32BitPrograms() {
  const file = join(place, "exit32");
  mkdirSync(place, { recursive: true });
  writeFileSync(file, exit32, { mode: 0o755 });
  return spawnSync(file, { stdio: "ignore" }).status === 0;
}

/** The first mirror in the machine's package sources, which have one of two formats. */
function mirror() {
  const folder = "/etc/apt/sources.list.d";
  const files = readdirSync(folder).filter((name) => /\.(list|sources)$/.test(name)).map((name) => join(folder, name));
  const text = ["/etc/apt/sources.list", ...files].filter(existsSync).map((file) => readFileSync(file, "utf8")).join("\n");
  return /^(?:URIs:\s*|deb\s+(?:\[[^\]]*\]\s+)?)(\S+\/debian\/?)(?=\s|$)/m.exec(text)?.[1];
}

function release() {
  return /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
}

/** Makes the root. It is made under another name first, so that an unfinished root is never used. */
function makeRoot() {
  const draft = `${debian}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const quietly = { stdio: ["ignore", "ignore", "inherit"] };
  run("setpriv", [...apart, "--mount-proc", "debootstrap", "--arch=amd64", "--variant=minbase", release(), draft, mirror()], quietly);
  run("setpriv", [...apart, "sh", "-c", enter, "sh", draft, root, "sh", "-c", install], quietly);
  renameSync(draft, debian);
}

/**
 * Enters the root, which is made first if it does not exist.
 * @returns {Promise<Wow64 | string>} or the reason why it cannot be used
 */
export async function enterWow64() {
  const reason = obstacle();
  if (reason !== undefined) {
    return reason;
  }
  if (!existsSync(debian)) {
    try {
      makeRoot();
    } catch (error) {
      return `its packages could not be installed: ${error.message}`;
    }
  }
  const keeper = spawn("setpriv", [...apart, "sh", "-c", enter, "sh", debian, root, "cat"], { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  const [pid] = await Promise.race([once(keeper.stdout, "data"), once(keeper, "exit").then(() => ["none"])]);
  if (pid === "none") {
    throw new Error(`${debian} could not be entered.`);
  }
  return new Wow64(keeper, String(pid).trim());
}

/** Wine in the root; usable until `leave` is called. */
export class Wow64 extends Wine {
  #keeper;

  constructor(keeper, pid) {
    // As with a directly started program, the program ends when the command that started it ends.
    super("prefix-wow64", ["nsenter", "--target", pid, "--mount", "--pid", "--root", "setpriv", "--pdeathsig", "KILL"]);
    this.#keeper = keeper;
  }

  /** Ends everything that still runs in the root. */
  async leave() {
    const ended = once(this.#keeper, "exit");
    this.#keeper.stdin.end();
    await ended;
  }
}
