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

type TerminalStats = SessionStats['terminals'][number];

function labelsOf(session: HostedSession, { terminal, wire }: TerminalStats): Metric['samples'][number]['labels'] {
  return { session: session.id, terminal, wire };
}

/** Two samples for each terminal. */
function perDirection(
  measured: readonly Measured[],
  name: string,
  help: string,
  value: (traffic: TerminalStats['sent']) => number,
): Metric {
  const samples = measured.flatMap(({ session, stats }) =>
    stats.terminals.flatMap((terminal) => {
      const labels = labelsOf(session, terminal);
      return [
        { labels: { ...labels, direction: 'down' }, value: value(terminal.sent) },
        { labels: { ...labels, direction: 'up' }, value: value(terminal.received) },
      ];
    }),
  );
  return { name, help, type: 'counter', samples };
}

/** One sample for each terminal; none where there is no value. */
function perTerminal(
  measured: readonly Measured[],
  name: string,
  type: Metric['type'],
  help: string,
  value: (terminal: TerminalStats) => number | undefined,
): Metric {
  const samples = measured.flatMap(({ session, stats }) =>
    stats.terminals.flatMap((terminal) => {
      const sample = value(terminal);
      return sample === undefined ? [] : [{ labels: labelsOf(session, terminal), value: sample }];
    }),
  );
  return { name, help, type, samples };
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
    counter(
      'farpane_epochs_total',
      'Terms of primaries: times that the order of the log has changed hands.',
      (stats) => {
        return stats.epoch;
      },
    ),
    gauge('farpane_recording_bytes', 'Size of the recording, 0 where there is none.', (stats) => {
      return stats.recording?.bytes ?? 0;
    }),
    perDirection(measured, 'farpane_terminal_bytes_total', 'Bytes on the wire.', ({ bytes }) => bytes),
    perDirection(measured, 'farpane_terminal_messages_total', 'Messages on the wire.', ({ messages }) => messages),
    ...terminalMetrics(measured),
  ]);
}

function terminalMetrics(measured: readonly Measured[]): Metric[] {
  const counter = (name: string, help: string, value: (terminal: TerminalStats) => number): Metric =>
    perTerminal(measured, name, 'counter', help, value);
  return [
    perTerminal(
      measured,
      'farpane_terminal_round_trip_seconds',
      'gauge',
      'Shortest round trip of late.',
      (terminal) => {
        return terminal.roundTrip === undefined ? undefined : terminal.roundTrip / 1000;
      },
    ),
    counter('farpane_terminal_switches_total', 'Changes of wire or primary.', ({ switches }) => switches),
    perTerminal(
      measured,
      'farpane_terminal_last_stop_seconds',
      'gauge',
      'How long the last change stopped the session.',
      ({ lastStop }) => lastStop / 1000,
    ),
    perTerminal(
      measured,
      'farpane_terminal_backlog_bytes',
      'gauge',
      'About what waits for it, or is on its way.',
      (terminal) => {
        return terminal.backlog;
      },
    ),
    counter(
      'farpane_terminal_program_round_trips_total',
      'Replies that a program waited for over its link.',
      (terminal) => {
        return terminal.roundTrips;
      },
    ),
    counter('farpane_terminal_snapshots_total', 'Whole states sent.', ({ snapshots }) => snapshots),
    counter('farpane_terminal_patches_total', 'Changes sent in place of entries.', ({ patches }) => patches),
    counter('farpane_terminal_tails_total', 'Times that only the missing entries were sent.', ({ tails }) => tails),
    counter('farpane_terminal_verified_equal_total', 'State hashes that were equal.', (terminal) => {
      return terminal.verifiedEqual;
    }),
    counter('farpane_terminal_verified_different_total', 'State hashes that differed: a defect.', (terminal) => {
      return terminal.verifiedDifferent;
    }),
  ];
}
