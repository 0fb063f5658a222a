/** Each rule with its text; the kit's README says more and names the scenarios. */
export const rules = {
  'R-ONCE': 'Each event is handed out once and unchanged, however often the connection is lost; nothing is handed out that was not sent.',
  'R-ORDER': 'Events are handed out in the order of their sequences, and those of an epoch before those of the next one.',
  'R-NO-LOSS': 'An event that was received is handed out before the client goes on behind it.',
  'R-RESUME': 'After a lost connection the client subscribes again by itself, from the position that it has.',
  'R-POSITION': 'A stored position covers exactly what was handed out before it: nothing more, and at the end nothing less.',
  'R-GAP': 'A gap (evicted, workerOverflow) is handed out as it was sent, before anything newer, and none is invented.',
  'R-EPOCH': 'A position has its epoch with it, and a change of the epoch is handed out as a gap before the events of the new one.',
  'R-AHEAD': 'A position beyond the latest event gives a gap, and the client goes on behind it with lower sequences.',
  'R-LAGGED': 'The counts of `lagged` are handed out together with the events item that follows them, or not at all.',
  'R-SNAPSHOT': 'A snapshot is handed out as one, never as live events; a gap whose snapshot is still to come is not passed.',
  'R-IDLE': 'An `idle` item moves the position.',
  'R-RETRY-AFTER': 'After an error with retryAfterMs the client does not subscribe earlier than that.',
  'R-STOPPING': 'A planned stop of the gateway interrupts a stream; it does not end it.',
  'R-NODE': 'A position is good at another address too: the client goes on there exactly.',
  'R-BACKOFF': 'While the gateway is away the client tries again and again, but not in a hurry, and comes back.',
  'R-SILENCE': 'An attempt to connect that nobody answers is given up after a while, and another one is made.',
  'R-TOKEN': 'A token that ends is renewed or replaced, or its end is reported; it is not used again and again.',
  'R-AUTH': 'A refused token (401) is reported; the client does not try again and again with it.',
  'R-START-OVER': 'A session that is gone is reported with its code; the client does not ask for it again and again.',
  'R-GIVE-UP': 'An error whose code says "give up" is reported with its code, and nothing is tried again.',
  'R-MEMBERS': 'Members and hub messages that the client does not know are ignored.',
  'R-KINDS': 'Items of a kind that the client does not know are ignored; the position stays.',
  'R-HOLE': 'A hole without a gap is not passed: the client subscribes again from its position once, and reports the second one.',
  'R-TRUNCATED': 'A message that is cut off changes nothing: the client resumes.',
  'R-HUGE': 'A message of 16 MiB is handed out, or the client resumes without it; it does not end the program.',
  'R-TYPES': 'An item with wrong types is not handed out: the client subscribes again or reports it, and is not caught in a loop.',
  'R-REQUEST': 'A request has only members that the contract has, with their types.',
  'R-END': 'A stream that the gateway completes ends for the application too, without an error.',
} as const;

export type RuleId = keyof typeof rules;

export const ruleIds = Object.keys(rules) as readonly RuleId[];
