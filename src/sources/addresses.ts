import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';

/** Addresses outside every private range that all the same answer from inside a cloud's own machines. */
const INSIDE = new Set(['168.63.129.16']);

/** Whether an address belongs to a machine of the open internet, and to nothing else: not this machine, its network, its cloud. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.kind() === 'ipv4') return parsed.range() === 'unicast' && !INSIDE.has(parsed.toString());
  const six = parsed as ipaddr.IPv6;
  // An IPv4 address in IPv6's clothes is that address.
  if (six.isIPv4MappedAddress()) return isPublicAddress(six.toIPv4Address().toString());
  const [first = 0] = six.parts;
  return six.range() === 'unicast' && first >= 0x2000 && first <= 0x3fff;
}

/** Every address of a name, as this machine resolves it. */
export async function resolveHost(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}
