// Programs that a reader of the documents types and that a test cannot have: each refuses what the real one would not know
// here (a file that is not there, a service, an object or a label that nobody makes), and does nothing else.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { parsed } from './known.mjs';

// Loaded where it is needed only: most commands read nothing.
const load = createRequire(import.meta.url);
const [program, ...args] = process.argv.slice(2);
const { CLONE, DEPLOYMENT } = process.env;

class Refused extends Error {}
const refuse = (message) => {
  throw new Refused(message);
};
const mustExist = (path) => existsSync(path) || refuse(`${path}: no such file`);

const typed = () => parsed([program, ...args], refuse);

const programs = {
  git() {
    if (args[0] === '-C') return console.log(REPOSITORY[args[2]] ?? '');
    const [url, folder] = typed().operands;
    if (!/^https:\/\/github\.com\/FaultMaven\/faultmaven-deploy$/.test(url)) refuse(`${url}: no such repository`);
    if (resolve(folder) !== DEPLOYMENT) refuse(`${folder} is not beside the clone`);
    cpSync(join(process.env.REMOTE, 'faultmaven-deploy'), DEPLOYMENT, { recursive: true });
  },

  npm() {
    const { command, operands, rest } = typed();
    if (command === 'npm ci') return;
    const script = command === 'npm test' ? 'test' : operands[0];
    const { scripts } = JSON.parse(readFileSync(join(CLONE, 'package.json'), 'utf8'));
    if (scripts[script] === undefined) refuse(`package.json has no script ${script}`);
    if (script !== 'synth') return;
    if (rest === undefined) refuse('npm keeps what does not stand behind -- for itself');
    become(join(CLONE, 'build/fmsynth.js'), rest);
  },

  fmsynth: () => become(join(CLONE, 'build/fmsynth.js'), args),

  npx: () => (args[0] === 'fmsynth' ? become(join(CLONE, 'build/fmsynth.js'), args.slice(1)) : refuse(args[0])),

  docker() {
    const { command, flags, operands } = typed();
    if (command === 'docker info') return console.log(JSON.stringify(ENGINE));
    if (args[0] === 'compose') return compose(operands, flags, command);
    const services = Object.keys(composeFile().services);
    for (const word of operands) if (!services.includes(word)) refuse(`${command}: no container ${word}`);
  },

  kubectl,

  rclone() {
    const [from, to] = typed().operands;
    if (!from.includes(':')) refuse(`rclone copyto ${from}: no remote`);
    writeFileSync(to, '');
  },

  openssl() {
    typed();
    console.log('0123456789abcdef'.repeat(3));
  },
};

/** Goes on as another program of Node's: to start one takes longer than what most of them do. */
function become(file, words) {
  if (program === 'npm') process.env.npm_lifecycle_event = 'synth';
  else delete process.env.npm_lifecycle_event;
  process.argv = [process.execPath, file, ...words];
  load(file);
}

/** What the program asks of the clone, as a repository in which everything is committed. */
const REPOSITORY = { 'rev-parse': args.includes('--show-toplevel') ? CLONE : 'c0ffee'.padEnd(40, '0'), show: '1767322800' };

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

function compose(operands, flags, command) {
  for (const [flag, value] of flags) if (['-f', '--file', '--project-directory'].includes(flag)) mustExist(value);
  const [file] = flags.flatMap(([flag, value]) => (['-f', '--file'].includes(flag) ? value : []));
  const folder = flags.find(([flag]) => flag === '--project-directory')?.[1] ?? (file === undefined ? process.cwd() : dirname(file));
  mustExist(join(folder, 'docker-compose.yml'));
  const { services, ...rest } = composeFile(folder);
  const noService = (name) => refuse(`${command}: no service ${name}`);
  if (command === 'docker compose config') {
    if (process.env.REAL_DOCKER) {
      process.exitCode = spawnSync(process.env.REAL_DOCKER, args, { stdio: 'inherit' }).status ?? 1;
      return;
    }
    const images = Object.values(services).map(({ image }) => image);
    if (flags.some(([flag]) => flag === '--images')) return console.log(images.join('\n'));
    return console.log(JSON.stringify({ name: 'faultmaven-deploy', services, ...rest }));
  }
  if (command === 'docker compose cp') {
    if (operands.length !== 2) refuse(`${command}: from where to where?`);
    if (!operands.some((word) => word.includes(':') && word.split(':')[0] in services)) noService(operands[0]);
    return;
  }
  for (const word of operands) if (!(word in services)) noService(word);
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

/** A label that Kubernetes itself gives to the pods of a Job, asked for or not wanted. */
const OF_KUBERNETES = /^!?batch\.kubernetes\.io\/job-name\b/;

const KINDS =
  /^(pods?|nodes?|deployments?|statefulsets?|daemonsets?|events|resourcequotas?|jobs?|cronjobs?|hpa|pdb|pvc|configmaps?|secrets?|service|services|ingress(es)?|endpointslices|networkpolicies|serviceaccounts|roles|rolebindings|namespaces?)$/;
function kubectl() {
  const { command, flags, operands, rest } = typed();
  const verb = command.split(' ')[1];
  const { names, text } = objects();
  const known = (name) => names.has(name) || refuse(`${command}: nobody makes ${name}`);
  const made = process.env.MADE;
  const made_ = () => (existsSync(made) ? readFileSync(made, 'utf8').split('\n') : []);
  const make = (name) => name !== undefined && writeFileSync(made, [...made_(), name].join('\n'));
  for (const [flag, value] of flags) {
    if (flag === '-k' || flag === '--kustomize') mustExist(join(value, 'kustomization.yaml'));
    if ((flag === '-f' || flag === '--filename') && value !== '-') mustExist(value);
    if (value === '-')
      for (const document of load('yaml').parseAllDocuments(readFileSync(0, 'utf8'))) {
        if (document.errors.length > 0) refuse(`${command}: ${document.errors[0].message}`);
        make(document.toJS()?.metadata?.name);
      }
    if (flag === '--cert' || flag === '--key') mustExist(value);
    if (flag === '--from') known(value.split('/')[1]);
    if (flag === '--selector' || flag === '-l')
      for (const pair of value.split(','))
        if (!OF_KUBERNETES.test(pair) && !text.includes(pair.replace('=', ': '))) refuse(`${command}: nothing has the label ${pair}`);
  }
  if (/^kubectl create (secret|job)/.test(command)) {
    const readBefore = made_().includes(operands.at(-1));
    make(operands.at(-1));
    if (
      command !== 'kubectl create job' &&
      !readBefore &&
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
  if (verb === 'config' || verb === 'taint' || verb === 'create') return;
  if (verb === 'exec' && rest === undefined) refuse('kubectl exec: no command');
  // Nodes are made by nobody here.
  for (const word of /^nodes?$/.test(operands[0]) ? [] : operands) {
    const [kind, name] = word.split('/');
    if (name !== undefined) known(name);
    else if (!kind.split(',').every((one) => KINDS.test(one))) known(kind);
  }
  const prints = (format) => flags.some(([flag, value]) => (flag === '--output' || flag === '-o') && value.startsWith(format));
  if (verb === 'get' && operands[0] === 'statefulset' && prints('json') && !prints('jsonpath'))
    console.log('{"spec":{"template":{"metadata":{"labels":{}},"spec":{"containers":[{}],"volumes":[]}}}}');
  if (verb === 'get' && prints('jsonpath')) console.log(operands[0].startsWith('job/') ? 'Complete' : 'fm-auth-service');
}

try {
  (programs[program] ?? (() => refuse('no such program')))();
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(`${program}: ${error.message}`);
  process.exitCode = 1;
}
