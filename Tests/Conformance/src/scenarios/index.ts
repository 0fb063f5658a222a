import { endingScenarios } from './endings.js';
import { hostileScenarios } from './hostile.js';
import { interruptionScenarios } from './interruptions.js';
import { lossScenarios } from './losses.js';
import { resumingScenarios } from './resuming.js';
import type { Scenario } from './Scenario.js';

export const scenarios: readonly Scenario[] = [
  ...resumingScenarios, ...lossScenarios, ...interruptionScenarios, ...endingScenarios, ...hostileScenarios,
];
