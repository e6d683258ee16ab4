import type { Host } from '../../../host';

/** Where an engine runs, seen from the user's own programs. */
export type Place =
  /** On the machine of the user's own programs, beside them. */
  | { readonly kind: 'host' }
  /** In a virtual machine of this machine that is made for containers: the user's own programs are outside. */
  | { readonly kind: 'virtual'; readonly name: string }
  /** On a machine that is not this one, of which nothing more is known. `name` is what it calls itself, a foreign text. */
  | { readonly kind: 'elsewhere'; readonly name: string };

/** What an engine says of its machine; empty where it says nothing. */
export interface Traits {
  /** Its host name. */
  readonly name: string;
  readonly system: string;
  readonly kernel: string;
}

interface Product {
  readonly name: string;
  readonly is: (traits: Traits, host: Host) => boolean;
}

/**
 * What each of these says of itself is from its documentation and from answers that users have published; none of them was tried. A
 * product comes before those that it is built on: Rancher Desktop before Lima, all before WSL and LinuxKit.
 */
const PRODUCTS: readonly Product[] = [
  { name: "Docker Desktop's machine", is: ({ name, system }) => /^Docker (Desktop|for )/i.test(system) || named(name, 'docker-desktop') },
  {
    name: "OrbStack's machine",
    is: ({ name, system, kernel }) => system === 'OrbStack' || named(name, 'orbstack') || /-orbstack-/.test(kernel),
  },
  { name: "Rancher Desktop's machine", is: ({ name, system }) => /^Rancher Desktop/i.test(system) || /(^|-)rancher-desktop$/.test(name) },
  { name: "colima's machine", is: ({ name }) => named(name, 'colima') },
  { name: "Lima's machine", is: ({ name }) => name.startsWith('lima-') },
  { name: "Podman's machine", is: (traits, host) => traits.name.startsWith('podman-machine') || isFedoraCoreOs(traits, host) },
  { name: "Docker Toolbox's machine", is: ({ system }) => /^Boot2Docker/i.test(system) },
  { name: 'the machine of WSL', is: ({ kernel }) => /microsoft|WSL2/i.test(kernel) },
  { name: "LinuxKit's machine", is: ({ kernel }) => /linuxkit/i.test(kernel) },
];

/** `colima`, and `colima-work` for a second one. */
const named = (name: string, product: string): boolean => name === product || name.startsWith(`${product}-`);

/** A machine of Podman has no name of its own by default; a Fedora that the user works on has the kernel that this program sees. */
const isFedoraCoreOs = ({ name, system, kernel }: Traits, host: Host): boolean =>
  /^fedora/i.test(system) && name === 'localhost.localdomain' && kernel !== host.kernel;

/** Where an engine is that says this of its machine. */
export function placeOf(traits: Traits, host: Host): Place {
  const product = PRODUCTS.find(({ is }) => is(traits, host));
  if (product !== undefined) return { kind: 'virtual', name: product.name };
  // Containers have the kernel of their engine's machine. No Linux runs on the kernel of macOS or Windows.
  const otherKernel = host.platform !== 'linux' || (traits.kernel !== '' && traits.kernel !== host.kernel);
  return otherKernel ? { kind: 'elsewhere', name: traits.name || traits.system || 'without a name' } : { kind: 'host' };
}
