// Wine for both bitnesses, as on a plant's Windows. Debian's Wine for 32 bits needs packages of another architecture, which cannot be
// relied on beside the machine's own; so it lies in a Debian root of its own, made once below artifacts/wine. The root is used in
// namespaces of its own: its mounts are seen by nobody else, and the kernel ends them and every process in them together with their
// first process, which lives no longer than this one. Nothing is left behind, however this process ends.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { has, place, root, run, Wine } from "./wine.mjs";

const debian = join(place, "root");
const apart = ["--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child"];
const packages = ["wine", "wine64", "wine32:i386"];

// Arguments: the root, the checkout, which has the same path inside, and the command to end up with. Its process id is said as
// seen from outside.
const enter = `
read -r pid rest </proc/self/stat
mkdir -p "$1$2" && mount --rbind /dev "$1/dev" && mount -t proc proc "$1/proc" && mount --bind "$2" "$1$2" && echo "$pid" || exit
target=$1
shift 2
exec chroot "$target" "$@"`;

const install = `
export DEBIAN_FRONTEND=noninteractive
dpkg --add-architecture i386 && apt-get update -qq && apt-get install -y -qq --no-install-recommends ${packages.join(" ")} && apt-get clean`;

/** Why there can be no such root here; undefined when there can. */
function obstacle() {
  if (process.platform !== "linux" || process.arch !== "x64" || process.getuid() !== 0 || !has("debootstrap")) {
    return "it takes root on a 64-bit Debian, and debootstrap";
  }
  if (spawnSync("setpriv", [...apart, "true"], { stdio: "ignore" }).status !== 0) {
    return "namespaces for mounts and processes are not allowed here";
  }
  return mirror() === undefined ? "the machine's package sources name no mirror" : undefined;
}

/** The first mirror of the machine's own sources, in either of their two forms. */
function mirror() {
  const folder = "/etc/apt/sources.list.d";
  const files = readdirSync(folder).filter((name) => /\.(list|sources)$/.test(name)).map((name) => join(folder, name));
  const text = ["/etc/apt/sources.list", ...files].filter(existsSync).map((file) => readFileSync(file, "utf8")).join("\n");
  return /^(?:URIs:\s*|deb\s+(?:\[[^\]]*\]\s+)?)(\S+\/debian\/?)(?=\s|$)/m.exec(text)?.[1];
}

function release() {
  return /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
}

/** Made under another name first: one that was begun and not finished is not taken for a root. */
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
 * Enters the root, after making it if there is none, as far as it can be had.
 * @returns {Promise<Wow64 | string>} or why there is none
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

/** Wine in the root, for as long as it is not left. */
export class Wow64 extends Wine {
  #keeper;

  constructor(keeper, pid) {
    // A program ends with the command that started it, as one does that is started without a command between.
    super("prefix-wow64", ["nsenter", "--target", pid, "--mount", "--pid", "--root", "setpriv", "--pdeathsig", "KILL"]);
    this.#keeper = keeper;
  }

  /** Ends what still runs in the root. */
  async leave() {
    const ended = once(this.#keeper, "exit");
    this.#keeper.stdin.end();
    await ended;
  }
}
