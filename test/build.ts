import { execFileSync } from 'node:child_process';

/** Builds what the tests start as processes of their own, the way it is started in life. */
export default function build(): void {
  execFileSync('npm', ['run', '-s', 'build'], { stdio: 'inherit' });
}
