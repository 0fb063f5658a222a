import type { ComparedSetting } from '../apiContracts.ts';
import type { Column } from '../tables/rowList.ts';

const shown = (text: string | undefined): string => (text === undefined ? 'not set' : text === '' ? 'empty' : text);

export const settingColumns: readonly Column<ComparedSetting>[] = [
  { key: 'name', title: 'Setting', text: ({ name }) => name },
  { key: 'value', title: 'Value', text: ({ value }) => shown(value) },
  { key: 'default', title: 'Default', text: (setting) => shown(setting.default) },
  { key: 'source', title: 'Set in', text: ({ source }) => source ?? '–' },
  { key: 'restart', title: 'A change needs', text: ({ needsRestart }) => (needsRestart ? 'a restart' : 'nothing more') },
  { key: 'section', title: 'Section', text: ({ section }) => section, isExtra: true },
];
