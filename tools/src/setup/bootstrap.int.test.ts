import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ROOT } from '../root.ts';

// A copy of the bootstrap in a project whose only command is ours. Its packages are this project's, so nothing is fetched.
let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'wellspring-bootstrap-'));
  cpSync(join(ROOT, 'tools', 'setup'), join(project, 'tools', 'setup'), { recursive: true });
  cpSync(join(ROOT, 'tools', 'requirements'), join(project, 'tools', 'requirements'), { recursive: true });
  for (const file of ['tools/bootstrap.mjs', 'tools/commands.mjs', 'package.json', 'package-lock.json']) {
    cpSync(join(ROOT, file), join(project, file));
  }
  cpSync(join(ROOT, 'node_modules', '.package-lock.json'), join(project, 'node_modules', '.package-lock.json'));
  mkdirSync(join(project, '.wellspring'));
  if (existsSync(join(ROOT, '.wellspring', 'node'))) {
    symlinkSync(join(ROOT, '.wellspring', 'node'), join(project, '.wellspring', 'node'));
  }
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function command(name: string, source: string): void {
  const script = join(project, 'tools', 'src', `${name}.ts`);
  mkdirSync(join(project, 'tools', 'src'), { recursive: true });
  writeFileSync(script, source);
}

const bootstrap = (...args: string[]) =>
  spawnSync(process.execPath, ['tools/bootstrap.mjs', ...args], { cwd: project, encoding: 'utf8' });

describe('the bootstrap', () => {
  test("runs the command's TypeScript with its arguments, and ends with its exit code", () => {
    command('plan', 'const args: string[] = process.argv.slice(2); console.log(args.join("+")); process.exitCode = 7;');
    const ran = bootstrap('plan', 'one', '--two');
    expect(ran).toMatchObject({ stdout: 'one+--two\n', status: 7 });
  });

  test('says nothing when nothing is to be done', () => {
    command('plan', '');
    bootstrap('plan');
    expect(bootstrap('plan')).toMatchObject({ stdout: '', stderr: '', status: 0 });
  });

  test('lists the commands, and refuses one that does not exist', () => {
    expect(bootstrap('help').stdout).toContain('npm start');
    expect(bootstrap('strat')).toMatchObject({ status: 1, stderr: expect.stringContaining("no command 'strat'") });
    expect(bootstrap('constructor').status).toBe(1);
  });

  test('takes over the lock of a set-up that was killed half-way', () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(join(project, '.wellspring', 'setup.lock'), String(dead));
    command('plan', 'console.log("ran")');
    expect(bootstrap('plan')).toMatchObject({ stdout: 'ran\n', status: 0 });
    expect(existsSync(join(project, '.wellspring', 'setup.lock'))).toBe(false);
  });

  test('two at once do not break each other', async () => {
    command('plan', 'console.log("ran")');
    const codes = await Promise.all(
      [1, 2, 3].map(() => {
        const child = spawn(process.execPath, ['tools/bootstrap.mjs', 'plan'], { cwd: project, stdio: 'ignore' });
        return new Promise((resolve) => child.once('exit', resolve));
      }),
    );
    expect(codes).toEqual([0, 0, 0]);
  });

  test('passes SIGTERM on and waits for the command to end', async () => {
    const done = join(project, 'done');
    command(
      'plan',
      `import { writeFileSync } from 'node:fs';
       process.on('SIGTERM', () => setTimeout(() => { writeFileSync(${JSON.stringify(done)}, 'in order'); process.exit(3); }, 100));
       setInterval(() => {}, 1000);
       console.log('ready');`,
    );
    const child = spawn(process.execPath, ['tools/bootstrap.mjs', 'plan'], {
      cwd: project,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
    child.kill('SIGTERM');
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(3);
    expect(readFileSync(done, 'utf8')).toBe('in order');
  });

  test('a machine without Python is told what to do, and only when Python is needed', () => {
    command('plan', '');
    command('start', '');
    const noPython = (name: string) =>
      spawnSync(process.execPath, ['tools/bootstrap.mjs', name], {
        cwd: project,
        encoding: 'utf8',
        env: { ...process.env, PYTHON: join(project, 'no-python'), PATH: '', MONGODB_URI: '', NATS_URL: '' },
      });
    expect(noPython('plan').status).toBe(0);
    mkdirSync(join(project, 'kit', 'src'), { recursive: true });
    cpSync(join(ROOT, 'kit', 'src', 'embedded'), join(project, 'kit', 'src', 'embedded'), { recursive: true });
    cpSync(join(ROOT, 'tools', 'src', 'setup'), join(project, 'tools', 'src', 'setup'), { recursive: true });
    const refused = noPython('start');
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(
      /Python 3\.11, 3\.12 or 3\.13 is needed for the embedded mongodb and nats; found none/,
    );
    expect(refused.stderr).toMatch(/put `mongod` and `nats-server` on the PATH, or set MONGODB_URI and NATS_URL/);
  });
});
