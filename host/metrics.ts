/** Prometheus' text format (exposition format 0.0.4). */
import type { HostedSession } from './hosted-session.ts';
import type { SessionStats } from './session-messages.ts';

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter';
  readonly samples: readonly { readonly labels: Readonly<Record<string, string | number>>; readonly value: number }[];
}

function escapeLabel(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}

export function renderMetrics(metrics: readonly Metric[]): string {
  return metrics
    .map(({ name, help, type, samples }) => {
      const lines = samples.map(({ labels, value }) => {
        const text = Object.entries(labels).map(
          ([label, labelValue]) => `${label}="${escapeLabel(String(labelValue))}"`,
        );
        return `${name}${text.length === 0 ? '' : `{${text.join(',')}}`} ${value}\n`;
      });
      return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
    })
    .join('');
}

type Measured = { readonly session: HostedSession; readonly stats: SessionStats };

function perSession(
  measured: readonly Measured[],
  name: string,
  type: Metric['type'],
  help: string,
  value: (stats: SessionStats) => number,
): Metric {
  const samples = measured.map(({ session, stats }) => ({ labels: { session: session.id }, value: value(stats) }));
  return { name, help, type, samples };
}

function perTerminal(
  measured: readonly Measured[],
  name: string,
  help: string,
  value: (terminal: SessionStats['terminals'][number]) => readonly [sent: number, received: number],
): Metric {
  const samples = measured.flatMap(({ session, stats }) =>
    stats.terminals.flatMap((terminal) => {
      const labels = { session: session.id, terminal: terminal.terminal, wire: terminal.wire };
      const [sent, received] = value(terminal);
      return [
        { labels: { ...labels, direction: 'down' }, value: sent },
        { labels: { ...labels, direction: 'up' }, value: received },
      ];
    }),
  );
  return { name, help, type: 'counter', samples };
}

export function sessionMetrics(measured: readonly Measured[]): string {
  const gauge = (name: string, help: string, value: (stats: SessionStats) => number): Metric =>
    perSession(measured, name, 'gauge', help, value);
  const counter = (name: string, help: string, value: (stats: SessionStats) => number): Metric =>
    perSession(measured, name, 'counter', help, value);
  return renderMetrics([
    { name: 'farpane_sessions', help: 'Sessions.', type: 'gauge', samples: [{ labels: {}, value: measured.length }] },
    gauge('farpane_clients', 'Connected X clients.', (stats) => stats.clients),
    gauge('farpane_programs', 'Programs started in the session that still run.', (stats) => stats.programs.length),
    gauge('farpane_terminals', 'Attached terminals.', (stats) => stats.terminals.length),
    gauge('farpane_resident_bytes', "Memory of the session's process.", (stats) => stats.residentBytes),
    counter('farpane_log_entries_total', 'Log entries applied.', (stats) => stats.entries),
    counter('farpane_replies_total', 'Replies to X clients.', (stats) => stats.replies),
    counter('farpane_events_total', 'Events to X clients.', (stats) => stats.events),
    counter('farpane_errors_total', 'Errors to X clients.', (stats) => stats.errors),
    counter('farpane_round_trips_total', 'Replies that a client waited for.', (stats) => stats.roundTrips),
    counter('farpane_defects_total', 'Faults of the program itself.', (stats) => stats.defects),
    perTerminal(measured, 'farpane_terminal_bytes_total', 'Bytes on the wire.', (t) => [
      t.sent.bytes,
      t.received.bytes,
    ]),
    perTerminal(measured, 'farpane_terminal_messages_total', 'Messages on the wire.', (t) => [
      t.sent.messages,
      t.received.messages,
    ]),
  ]);
}
