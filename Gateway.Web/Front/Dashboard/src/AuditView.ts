import type { GatewayApi } from './api.ts';
import type { AuditItem } from './apiContracts.ts';
import { formatMoment, short } from './format.ts';
import { cell, PagedTable } from './PagedTable.ts';

/** The audit trail, newest first. */
export class AuditView {
  readonly #table: PagedTable<AuditItem>;

  constructor(api: GatewayApi) {
    this.#table = new PagedTable({ id: 'audit', load: (before) => api.audit(before), row: rowOf });
  }

  refresh(): Promise<void> {
    return this.#table.refresh();
  }
}

function rowOf(item: AuditItem): HTMLTableRowElement {
  const row = document.createElement('tr');
  const session = cell('Session', item.sessionId === undefined ? '–' : short(item.sessionId));
  session.title = item.sessionId ?? '';
  row.append(
    cell('Time', formatMoment(item.time)), cell('Who', item.subject ?? '–', 'text'), cell('What', item.action, 'text'), session,
    cell('From', item.remoteAddress ?? '–'), cell('Result', item.result), cell('Detail', item.detail ?? '–', 'text'),
  );
  return row;
}
