/**
 * The stand-in for an image. A container sees the programs of this machine, read-only, and no image is pulled. So commands, scripts and
 * configuration of a pod are those of its manifest, and the programs have the versions of this machine.
 */
export interface Image {
  /** Files and folders of this machine besides /usr, by their path in the container. @default - none */
  readonly binds?: Readonly<Record<string, string>>;
  /** @default - a plain PATH */
  readonly env?: Readonly<Record<string, string>>;
  /** @default - the root folder */
  readonly workdir?: string;
  /** More lines of /etc/passwd. @default - root and nobody only */
  readonly passwd?: readonly string[];
  /** The command if the manifest has none. @default - the manifest has one */
  readonly command?: readonly string[];
}

/** This machine's programs, and nothing else. */
export const DEBIAN: Image = {};

/** The PATH of images that set none. */
export const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const APPLETS =
  'cat chmod cp cut date dd echo env expr find grep head hostname id ls mkdir mv printf rm sed seq sh sleep sort stat tail tee test timeout touch tr true wc'.split(
    ' ',
  );

/** Debian has no file of this name that could be replaced by a mount. */
const MORE_APPLETS = ['nslookup'];
const MORE = '/opt/busybox';

/** As in images on Alpine: the shell and its commands are busybox. (awk is not: Debian has no file of that name.) */
export const BUSYBOX_IMAGE: Image = {
  binds: Object.fromEntries([
    ...APPLETS.map((name) => [`/usr/bin/${name}`, '/bin/busybox']),
    ...MORE_APPLETS.map((name) => [`${MORE}/${name}`, '/bin/busybox']),
  ]),
  env: { PATH: `${PATH}:${MORE}` },
};
