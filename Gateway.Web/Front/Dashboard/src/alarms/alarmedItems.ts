/** The names of one alarm of a value, below the name of the value. */
const conditions = /\.(HiHi|Hi|Lo|LoLo|Bad|Roc\.(?:Increasing|Decreasing)Hi|Dev\.(?:Major|Minor))$/i;

/**
 * The items that an alarm may watch, the most probable first: the gateway knows only the alarm's name. The value of `Tank.Level.Hi` is
 * `Tank.Level`, or by another custom `Tank.Level.PV`; a discrete alarm has the name of its item.
 */
export function alarmedItems(reference: string): string[] {
  const value = reference.replace(conditions, '');
  return value === reference ? [reference] : [`${value}.PV`, value];
}
