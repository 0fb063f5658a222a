import { writeFile } from 'node:fs/promises';

const objects = 50;
const alarmsPerObject = 100;

/** A plant of alarms that come and go in turn. Nobody acknowledges them, so after the first period all of them stand. */
export const flood = {
  alarms: objects * alarmsPerObject,
  objects: Array.from({ length: objects }, (_, i) => `Line${String(i + 1).padStart(2, '0')}`),
} as const;

/** Writes a galaxy file of these alarms, each of which is raised and cleared once in `periodSeconds`. */
export async function writeFlood(path: string, periodSeconds: number): Promise<void> {
  const galaxy = {
    name: 'A flood of alarms', security: 'free',
    objects: flood.objects.map((name, object) => {
      const names = Array.from({ length: alarmsPerObject }, (_, i) => `A${String(i + 1).padStart(3, '0')}`);
      const start = (i: number): number => ((i * objects + object) / flood.alarms) * periodSeconds;
      return {
        name,
        attributes: Object.fromEntries(names.map((one, i) =>
          [one, { type: 'Boolean', formula: `during(${start(i).toFixed(3)}, ${periodSeconds}, ${periodSeconds / 2})` }])),
        alarms: Object.fromEntries(names.map((one, i) => [one, { priority: 1 + ((i * 37 + object) % 999), text: `Alarm ${one} of ${name}` }])),
      };
    }),
  };
  await writeFile(path, JSON.stringify(galaxy));
}
