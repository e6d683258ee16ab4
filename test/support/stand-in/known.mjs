/**
 * The commands that documents type, each with flags that the real one has: `=` is behind those whose value is a word of its own.
 * A test holds them against the real programs. What is not here is refused; add what a document needs.
 */
export const KNOWN = {
  'git clone': '--quiet --depth= --branch=',
  'npm ci': '',
  'npm test': '',
  'npm run': '--silent',
  'openssl rand': '-hex',
  'rclone copyto': '',
  docker: '--context=',
  'docker info': '--format= -f=',
  'docker ps': '--all -a --filter= -f= --format= --quiet -q',
  'docker stats': '--all -a --format= --no-stream',
  'docker events': '--filter= -f= --format= --since= --until=',
  'docker inspect': '--format= -f= --type=',
  'docker compose': '--file= -f= --profile= --project-directory= --project-name= -p= --env-file=',
  'docker compose config': '--format= --images --services --quiet -q --no-interpolate',
  'docker compose cp': '--archive -a --follow-link -L',
  'docker compose down': '--remove-orphans --timeout= -t= --volumes -v',
  'docker compose ps': '--all -a --format= --quiet -q --services',
  'docker compose restart': '--no-deps --timeout= -t=',
  'docker compose stop': '--timeout= -t=',
  'docker compose up': '--detach -d --force-recreate --no-deps --pull= --remove-orphans --timeout= -t= --wait',
  kubectl: '--namespace= -n= --context=',
  'kubectl annotate': '--overwrite',
  'kubectl apply':
    '--filename= -f= --kustomize= -k= --server-side --force-conflicts --field-manager= --prune --selector= -l= --dry-run --output= -o=',
  'kubectl config set-context': '--current',
  'kubectl create': '--filename= -f= --kustomize= -k= --dry-run --output= -o=',
  'kubectl create job': '--from= --image= --dry-run --output= -o=',
  'kubectl create secret': '',
  'kubectl create secret generic': '--from-literal= --from-file= --type= --dry-run --output= -o=',
  'kubectl create secret tls': '--cert= --key= --dry-run --output= -o=',
  'kubectl describe': '--selector= -l=',
  'kubectl delete': '--all --cascade --field-selector= --filename= -f= --force --ignore-not-found --selector= -l= --timeout= --wait',
  'kubectl exec': '--container= -c= --stdin -i --tty -t',
  'kubectl get':
    '--all-namespaces -A --field-selector= --label-columns= -L= --output= -o= --raw= --selector= -l= --show-labels --sort-by= --watch -w',
  'kubectl label': '--overwrite',
  'kubectl logs': '--all-containers --container= -c= --follow -f --ignore-errors --prefix --previous -p --selector= -l= --since= --tail=',
  'kubectl patch': '--patch= -p= --type=',
  'kubectl rollout restart': '--selector= -l=',
  'kubectl rollout status': '--timeout= --watch -w',
  'kubectl top node': '--sort-by=',
  'kubectl top pod': '--all-namespaces -A --containers --selector= -l= --sort-by=',
  'kubectl scale': '--all --replicas= --selector= -l= --timeout=',
  'kubectl taint': '--overwrite',
  'kubectl wait': '--all --for= --selector= -l= --timeout=',
};

/** Whether a program takes the flags of a command behind its subcommands as well. */
const INHERITS = ['kubectl'];

/** The flags of one command, without those that it inherits: with `=` behind those whose value is a word of its own. */
export const flagsOf = (command) => KNOWN[command].split(' ').filter((flag) => flag !== '');

const isGroup = (command) => Object.keys(KNOWN).some((other) => other.startsWith(`${command} `));

/**
 * Takes a typed line apart. `refuse` is called with a message for what the real program would not know.
 *
 * @returns the command (`kubectl create secret tls`), its flags with their values (`''` where there is none), what else stands there, and what
 * stands behind `--`, if that does
 */
export function parsed([program, ...words], refuse) {
  let command = program;
  const flags = [];
  const operands = [];
  const knownFlags = () => [
    ...(command in KNOWN ? flagsOf(command) : []),
    ...INHERITS.filter((one) => one === program && one !== command).flatMap(flagsOf),
  ];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === '--') return { command, flags, operands, rest: words.slice(index + 1) };
    if (word === '-' || !word.startsWith('-')) {
      const longer = `${command} ${word}`;
      if (operands.length === 0 && (longer in KNOWN || isGroup(longer))) command = longer;
      else if (isGroup(command)) refuse(`${command} ${word}: unknown`);
      else operands.push(word);
      continue;
    }
    const [flag, ...value] = word.split('=');
    if (knownFlags().includes(`${flag}=`))
      flags.push([flag, value.length > 0 ? value.join('=') : (words[++index] ?? refuse(`${flag}: no value`))]);
    else if (knownFlags().includes(flag)) flags.push([flag, value.join('=')]);
    else refuse(`${command}: unknown flag ${flag}`);
  }
  if (!(command in KNOWN)) refuse(`${command}: no subcommand`);
  return { command, flags, operands, rest: undefined };
}
