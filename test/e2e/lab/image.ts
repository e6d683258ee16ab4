/**
 * What stands for an image. No registry is asked: a container sees this machine's programs, read-only. So the commands, scripts and
 * configuration of a pod are exactly those of its manifest, and the programs are this machine's versions of them.
 */
export interface Image {
  /** Files and folders of this machine, by the path under which the container has them besides /usr. @default - none */
  readonly binds?: Readonly<Record<string, string>>;
  /** @default - a plain PATH */
  readonly env?: Readonly<Record<string, string>>;
  /** @default - the root folder */
  readonly workdir?: string;
  /** Lines of /etc/passwd beside root's and nobody's. @default - none */
  readonly passwd?: readonly string[];
  /** What it runs where the manifest has no command. @default - the manifest has one */
  readonly command?: readonly string[];
}

/** Pure Debian. */
export const DEBIAN: Image = {};

/** What a container runtime gives where the image says nothing. */
export const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const APPLETS =
  'cat chmod cp cut date dd echo env expr find grep head hostname id ls mkdir mv printf rm sed seq sh sleep sort stat tail tee test timeout touch tr true wc'.split(
    ' ',
  );

/** Of these Debian has no file that could be mounted over. */
const MORE_APPLETS = ['nslookup'];
const MORE = '/opt/busybox';

/** As in images on Alpine: the shell and what it calls are busybox's. (awk is not, because Debian has no file of that name.) */
export const BUSYBOX_IMAGE: Image = {
  binds: Object.fromEntries([
    ...APPLETS.map((name) => [`/usr/bin/${name}`, '/bin/busybox']),
    ...MORE_APPLETS.map((name) => [`${MORE}/${name}`, '/bin/busybox']),
  ]),
  env: { PATH: `${PATH}:${MORE}` },
};
