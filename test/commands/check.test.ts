import { FIXTURE } from '../fixture/shop';
import { shopsynth } from '../support/cli';
import { sizes } from '../support/plans';
import { AGREEING } from '../support/published';
import { scratch } from '../support/scratch';

const check = (...args: readonly string[]) => shopsynth(['check', '--profile', 'laptop', ...args], { cwd: FIXTURE });

it('prints each finding with its place and its background, and counts them', async () => {
  const { code, stdout, stderr } = await check();
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^warning {2}caps-exceed-machine {2}profiles\/laptop\.yaml:\d+:\d+: machine: /m);
  expect(stdout).toMatch(/^warning {2}cart-rounds .*\n +so: .*\n +way out: .*\n +known from: /m);
  expect(stdout).toMatch(/\n\d+ warnings for \d+ subjects\n$/);
});

it('prints them for programs', async () => {
  const { findings, format, profile } = JSON.parse(
    (await check('--format', 'json', '--set', 'accept.cart-rounds=nobody complains')).stdout,
  );
  expect([format, profile]).toEqual([1, 'laptop']);
  expect(findings).toContainEqual(
    expect.objectContaining({ code: 'cart-rounds', severity: 'warning', subject: 'cart', accepted: expect.any(String) }),
  );
});

it('prints them as annotations of a pull request, without those that are accepted', async () => {
  const { stdout } = await check('--format', 'github', '--set', 'accept.cart-rounds=nobody complains');
  expect(stdout).toMatch(/^::warning file=profiles\/laptop\.yaml,line=\d+,col=\d+,title=caps-exceed-machine::machine: /m);
  expect(stdout).not.toContain('cart-rounds');
});

it('finds nothing wrong between a profile and a base file that agrees', async () => {
  const cwd = scratch({ 'base.yml': AGREEING });
  const { code, stdout } = await shopsynth(['check', '--profile', 'laptop', '--base', 'base.yml'], { cwd });
  expect(code).toBe(0);
  expect(stdout).not.toContain('base-');
});

it('finds what a base file has and the profile does not, at its place there', async () => {
  const { code, stdout } = await shopsynth(['check', '--profile', 'x.yaml', '--base', 'base.yml'], {
    cwd: scratch({
      'base.yml': 'services:\n  shop-orders: { image: ghcr.io/example/shop-orders }\n  extra: { image: x }\n',
      'x.yaml': sizes('  orders: { memory: { limit: 512Mi } }'),
    }),
  });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^warning {2}base-service-without-cap {2}base\.yml:3:3: extra: /m);
});

it('exits 4 when Compose would refuse to load both files', async () => {
  const base = 'services:\n  shop-orders: { image: ghcr.io/example/shop-orders, deploy: { resources: { limits: { memory: 1g } } } }\n';
  const { code, stdout } = await shopsynth(['check', '--profile', 'x.yaml', '--base', 'base.yml'], {
    cwd: scratch({ 'base.yml': base, 'x.yaml': sizes('  orders: { memory: { limit: 512Mi } }') }),
  });
  expect(code).toBe(4);
  expect(stdout).toMatch(/^error {4}base-resources-contradict {2}base\.yml:2:3: orders: /m);
});

it('rejects a base file that is not there', async () => {
  const { code, stderr } = await check('--base', 'nope.yml');
  expect(code).toBe(1);
  expect(stderr).toMatch(/^--base nope\.yml: cannot be read: no such file or directory\n$/);
});

it('rejects a folder in its place', async () => {
  const { code, stderr } = await check('--base', '.');
  expect([code, stderr]).toEqual([1, '--base .: is a directory, expected a file such as its docker-compose.yml\n']);
});
