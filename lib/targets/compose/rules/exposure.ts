import type { ComposeRule } from './rule';

/** The published file opens ports to the network, and the services behind them trust every caller. */
export const exposure: ComposeRule = ({ profile, services }) => {
  const opened = services.flatMap(({ service }) => service.ports.flatMap((port) => (port.opened ? (port.laptop ?? []) : [])));
  if (profile.switches.loopbackPorts || opened.length === 0) return [];
  return [
    {
      code: 'ports-open-to-network',
      severity: 'warning',
      subject: 'loopbackPorts',
      message: `the published file opens ${opened.sort((a, b) => a - b).join(', ')} to the whole network, and the services believe whoever calls them: switches.loopbackPorts closes them`,
      source: profile.sourceAt(['switches', 'loopbackPorts']),
    },
  ];
};
