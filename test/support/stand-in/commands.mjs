// Programs that a reader of the documents types and that a test cannot have: each refuses what the real one would not know
// here (a file that is not there, a service, an object or a label that nobody makes), and does nothing else.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

// Loaded where it is needed only: most commands read nothing.
const load = createRequire(import.meta.url);
const [program, ...args] = process.argv.slice(2);
const { CLONE, DEPLOYMENT } = process.env;

class Refused extends Error {}
const refuse = (message) => {
  throw new Refused(message);
};
const mustExist = (path) => existsSync(path) || refuse(`${path}: no such file`);

/** Splits words into flags with their values and everything else. `valued` are the flags whose value is a word of its own. */
function sorted(words, valued) {
  const flags = [];
  const others = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === '--') return { flags, others, rest: words.slice(index + 1) };
    if (!word.startsWith('-') || word === '-') others.push(word);
    else if (word.includes('=')) flags.push([word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]);
    else if (valued.includes(word)) flags.push([word, words[++index] ?? refuse(`${word}: no value`)]);
    else flags.push([word, '']);
  }
  return { flags, others, rest: [] };
}

const programs = {
  git() {
    const [verb, url, folder] = args;
    if (verb !== 'clone' || !/^https:\/\/github\.com\/FaultMaven\/faultmaven-deploy$/.test(url)) return;
    if (resolve(folder) !== DEPLOYMENT) refuse(`${folder} is not beside the clone`);
    cpSync(join(process.env.REMOTE, 'faultmaven-deploy'), DEPLOYMENT, { recursive: true });
  },

  npm() {
    const words = args.filter((word) => word !== '--silent');
    if (['ci', 'install', 'pack'].includes(words[0])) return;
    const script = words[0] === 'test' ? 'test' : words[0] === 'run' ? words[1] : refuse(`npm ${words[0]}: unknown`);
    const { scripts } = JSON.parse(readFileSync(join(CLONE, 'package.json'), 'utf8'));
    if (scripts[script] === undefined) refuse(`package.json has no script ${script}`);
    if (script !== 'synth') return;
    const separator = words.indexOf('--');
    if (separator !== 2) refuse('npm keeps what stands before -- for itself');
    run(process.execPath, join(CLONE, 'build/fmsynth.js'), ...words.slice(3));
  },

  fmsynth: () => run(process.execPath, join(CLONE, 'build/fmsynth.js'), ...args),

  npx: () => (args[0] === 'fmsynth' ? run(process.execPath, join(CLONE, 'build/fmsynth.js'), ...args.slice(1)) : refuse(args[0])),

  docker() {
    if (args[0] === 'info') return console.log(JSON.stringify(ENGINE));
    const services = Object.keys(composeFile().services);
    if (args[0] === 'compose') return compose(args.slice(1), services);
    for (const word of args.filter((one) => /^(fm-|redis|chromadb)/.test(one)))
      if (!services.includes(word)) refuse(`docker ${args[0]}: no container ${word}`);
    if (!['stats', 'events', 'inspect', 'ps'].includes(args[0])) refuse(`docker ${args[0]}: unknown`);
  },

  kubectl,

  rclone() {
    const [verb, from, to] = args;
    if (verb !== 'copyto' || !from.includes(':')) refuse(`rclone ${verb}: unknown`);
    writeFileSync(to, '');
  },

  openssl() {
    if (args[0] === 'rand') return console.log('0123456789abcdef'.repeat(3));
    const { flags } = sorted(args.slice(1), ['-keyout', '-out', '-subj', '-days', '-newkey', '-addext']);
    for (const [flag, value] of flags) if (flag === '-keyout' || flag === '-out') writeFileSync(value, '');
  },
};

function run(command, ...words) {
  const env = { ...process.env, npm_lifecycle_event: program === 'npm' ? 'synth' : undefined };
  process.exitCode = spawnSync(command, words, { stdio: 'inherit', env }).status ?? 1;
}

/** An engine on a machine of its own right, with 16 GiB and everything enforced. */
const ENGINE = {
  ServerVersion: '28.2.2',
  OperatingSystem: 'Debian GNU/Linux 12 (bookworm)',
  OSType: 'linux',
  KernelVersion: '6.1.0-18-amd64',
  MemTotal: 16 * 2 ** 30,
  NCPU: 8,
  MemoryLimit: true,
  SwapLimit: true,
  CpuCfsPeriod: true,
  CpuCfsQuota: true,
  CgroupVersion: '2',
  CgroupDriver: 'systemd',
};

const composeFile = (folder = DEPLOYMENT) => load('yaml').parse(readFileSync(join(folder, 'docker-compose.yml'), 'utf8'));

function compose(words, services) {
  const { flags, others } = sorted(words, ['-f', '--file', '--project-directory', '--profile', '--format']);
  for (const [flag, value] of flags) if (['-f', '--file', '--project-directory'].includes(flag)) mustExist(value);
  const [file] = flags.flatMap(([flag, value]) => (['-f', '--file'].includes(flag) ? value : []));
  const folder = flags.find(([flag]) => flag === '--project-directory')?.[1] ?? (file === undefined ? process.cwd() : dirname(file));
  mustExist(join(folder, 'docker-compose.yml'));
  const [verb, ...operands] = others;
  switch (verb) {
    case 'config': {
      if (process.env.REAL_DOCKER) return run(process.env.REAL_DOCKER, 'compose', ...words);
      const { services: all, ...rest } = composeFile(folder);
      const asked = new Map(flags);
      if (asked.has('--images'))
        return console.log(
          Object.values(all)
            .map(({ image }) => image)
            .join('\n'),
        );
      return console.log(JSON.stringify({ name: 'faultmaven-deploy', services: all, ...rest }));
    }
    case 'cp':
      if (!operands.some((word) => services.includes(word.split(':')[0]))) refuse(`docker compose cp ${operands[0]}: no such service`);
      return;
    case 'up':
    case 'stop':
    case 'down':
    case 'ps':
    case 'restart':
      for (const word of operands) if (!services.includes(word)) refuse(`docker compose ${verb}: no service ${word}`);
      return;
    default:
      refuse(`docker compose ${verb}: unknown`);
  }
}

/** Everything that the shipped cluster makes. Reading it takes long, so it is kept. */
function objects() {
  const kept = `${process.env.MADE}.json`;
  if (!existsSync(kept)) writeFileSync(kept, JSON.stringify(objectsIn(join(CLONE, 'dist/cluster'))));
  const { names, text } = JSON.parse(readFileSync(kept, 'utf8'));
  return { names: new Set(names), text };
}

/** The names of objects, and of what Kubernetes and Patroni make of them: pods and claims of members, and what says who leads. */
function objectsIn(folder) {
  const texts = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  const all = texts
    .flatMap((text) =>
      load('yaml')
        .parseAllDocuments(text)
        .map((document) => document.toJS()),
    )
    .filter((object) => object?.metadata);
  const names = new Set(['kubernetes', ...all.map(({ metadata }) => metadata.name)]);
  for (const { kind, metadata, spec } of all) {
    for (let copy = 0; kind === 'StatefulSet' && copy < spec.replicas; copy += 1) {
      names.add(`${metadata.name}-${copy}`);
      for (const claim of spec.volumeClaimTemplates) names.add(`${claim.metadata.name}-${metadata.name}-${copy}`);
    }
    if (kind === 'StatefulSet' && metadata.name === 'postgres')
      for (const one of ['leader', 'config', 'sync', 'failover']) names.add(`postgres-${one}`);
  }
  return { names: [...names], text: texts.join('') };
}

const VALUED = [
  ...['-n', '--namespace', '-f', '--filename', '-k', '--kustomize', '--selector', '-l', '--label-columns', '--output', '-o', '--from'],
  ...[
    '--container',
    '-c',
    '--patch',
    '--replicas',
    '--timeout',
    '--for',
    '--tail',
    '--type',
    '--from-literal',
    '--from-file',
    '--cert',
    '--key',
  ],
];
const KINDS =
  /^(pods?|nodes?|deployments?|statefulsets?|jobs?|cronjobs?|hpa|pdb|pvc|configmaps?|secrets?|service|services|ingress(es)?|endpointslices|networkpolicies|serviceaccounts|roles|rolebindings|namespaces?|generic|tls|docker-registry)$/;
const VERBS = [
  'apply',
  'get',
  'exec',
  'taint',
  'logs',
  'delete',
  'wait',
  'rollout',
  'scale',
  'patch',
  'create',
  'config',
  'annotate',
  'label',
];

function kubectl() {
  const { flags, others, rest } = sorted(args, VALUED);
  const [verb, ...operands] = others;
  if (!VERBS.includes(verb)) refuse(`kubectl ${verb}: unknown`);
  const { names, text } = objects();
  const known = (name) => names.has(name) || refuse(`kubectl ${verb}: nobody makes ${name}`);
  for (const [flag, value] of flags) {
    if (flag === '-k' || flag === '--kustomize') mustExist(join(value, 'kustomization.yaml'));
    if ((flag === '-f' || flag === '--filename') && value !== '-') mustExist(value);
    if (value === '-') load('yaml').parseAllDocuments(readFileSync(0, 'utf8'));
    if (flag === '--cert' || flag === '--key') mustExist(value);
    if (flag === '--from') known(value.split('/')[1]);
    if (flag === '--selector' || flag === '-l')
      for (const pair of value.split(','))
        if (!text.includes(pair.replace('=', ': '))) refuse(`kubectl ${verb}: nothing has the label ${pair}`);
  }
  const made = process.env.MADE;
  const made_ = () => (existsSync(made) ? readFileSync(made, 'utf8').split('\n') : []);
  if (verb === 'create' && ['secret', 'job'].includes(operands[0])) {
    writeFileSync(made, [...made_(), operands.at(-1)].join('\n'));
    if (
      operands[0] === 'secret' &&
      !names.has(operands.at(-1)) &&
      !text.includes(`name: ${operands.at(-1)}`) &&
      !text.includes(`secretName: ${operands.at(-1)}`)
    )
      refuse(`kubectl create secret: nobody reads ${operands.at(-1)}`);
    if (flags.some(([flag]) => flag === '--dry-run'))
      console.log('{"spec":{"template":{"spec":{"containers":[{"volumeMounts":[]}],"volumes":[]}}}}');
    return;
  }
  for (const name of made_()) names.add(name);
  if (verb === 'config' || verb === 'taint' || (verb === 'create' && operands.length === 0)) return;
  if (verb === 'exec' && rest.length === 0) refuse('kubectl exec: no command');
  const targets = verb === 'rollout' ? operands.slice(1) : operands;
  for (const word of targets) {
    const [kind, name] = word.split('/');
    if (name !== undefined) known(name);
    else if (!kind.split(',').every((one) => KINDS.test(one))) known(kind);
  }
  if (verb === 'get' && flags.some(([flag, value]) => (flag === '--output' || flag === '-o') && value.startsWith('jsonpath')))
    console.log('fm-auth-service');
}

try {
  (programs[program] ?? (() => refuse('no such program')))();
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(`${program}: ${error.message}`);
  process.exitCode = 1;
}
